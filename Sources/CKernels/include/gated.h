// Steps of gated transformers and conformers, over rows of floats that lie one after the other.
#ifndef TROVE_GATED_H
#define TROVE_GATED_H

#include <stddef.h>

/// values = values / sqrt(mean(values²) + epsilon) · gain, row by row; without a gain where it is
/// NULL.
void trove_rms_norm(
    float *values, size_t rows, size_t columns, const float *gain, float epsilon);

/// gate = gelu(gate) · values, where gelu(x) = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
void trove_gelu_tanh_gate(float *gate, const float *values, size_t count);

/// x · sigmoid(x), in place.
void trove_silu(float *values, size_t count);

/// result = first half · sigmoid(second half) of each row; result has rows of columns / 2.
void trove_gated_halves(const float *values, size_t rows, size_t columns, float *result);

/// Limits values to minimum…maximum, in place.
void trove_clip(float *values, size_t count, float minimum, float maximum);

/// Rotates the pairs (begin + i, begin + width/2 + i) of each of `heads` heads of each row by the
/// row's angle i; cosines and sines are rows × width/2. Other columns stay as they are.
void trove_rotate(
    float *values, size_t rows, size_t heads, size_t head_width, size_t begin, size_t width,
    const float *cosines, const float *sines);

/// Each column by itself: result[t] = Σ weights[k] · values[t - kernel + 1 + k], with zeros before
/// the first row. Weights are kernel × columns.
void trove_causal_convolution(
    const float *values, size_t rows, size_t columns, const float *weights, size_t kernel,
    float *result);

typedef struct {
    size_t rows, heads, head_width;
    /// A row sees so many rows before it, and so many after it.
    size_t past, future;
    /// Scores s become cap · tanh(s / cap).
    float cap;
} trove_local_attention_sizes;

/// Attention to rows nearby: a row's score of another is the product of query and key, and of query
/// and `relative`, which has past + future + 1 rows, the first for the earliest that a row sees. All
/// matrices have heads · head_width columns; `scores` has room for past + future + 1 values.
void trove_local_attention(
    const float *queries, const float *keys, const float *values, const float *relative,
    const trove_local_attention_sizes *sizes, float *scores, float *result);

#endif
