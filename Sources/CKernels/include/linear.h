// Fully connected layers with packed weights in three precisions, and attention.
//
// All work on the calling thread alone. Weights are packed once, into panels of 32 outputs that
// kernels of every level read; rows of activations are packed for one or more products of them.
#ifndef TROVE_LINEAR_H
#define TROVE_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum trove_precision {
    trove_precision_f32 = 0,
    /// Weights and activations rounded to 16-bit brain floats, sums in 32 bits.
    trove_precision_bf16 = 1,
    /// Weights as signed bytes with a scale for each output, activations as unsigned bytes with a
    /// scale and an offset for each row, sums exact in 32-bit integers.
    trove_precision_int8 = 2,
} trove_precision;

typedef enum trove_activation {
    trove_activation_none = 0,
    /// x · Φ(x) with the exact normal distribution function (the "erf" form).
    trove_activation_gelu = 1,
    /// x / (1 + exp(-1.702 x)), the quick approximation that CLIP was trained with.
    trove_activation_quick_gelu = 2,
    /// x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
    trove_activation_gelu_tanh = 3,
    /// max(0, x).
    trove_activation_rectifier = 4,
} trove_activation;

/// The weights of a layer, packed; immutable, so several threads may use them at once.
typedef struct trove_weights trove_weights;

/// `weights` holds outputs × inputs values, row-major, `bias` one value an output.
/// Returns NULL when a count does not fit, an int8 layer has more than 65,536 inputs, whose sums
/// might not fit 32 bits, or memory is short.
trove_weights *trove_weights_create(
    trove_precision precision, size_t outputs, size_t inputs, const float *weights,
    size_t weight_count, const float *bias, size_t bias_count);
void trove_weights_destroy(trove_weights *weights);

/// Packed rows of activations and what attention needs: memory that grows to the largest call and
/// is then kept. Used by one thread at a time.
typedef struct trove_scratch trove_scratch;

/// NULL when memory is short.
trove_scratch *trove_scratch_create(void);
void trove_scratch_destroy(trove_scratch *scratch);

/// A layer normalisation: gain and bias hold one value a column.
typedef struct {
    const float *gain, *bias;
    float epsilon;
} trove_layer_normalization;

/// Packs `rows` rows of `columns` floats, `stride` apart, normalising them on the way where
/// `normalization` is not NULL (its arrays hold `columns` values). They stay until the next call.
/// Returns 0; -1 when the rows do not lie within `count` values; -2 when memory is short.
int32_t trove_pack_rows(
    trove_scratch *scratch, trove_precision precision, const float *values, size_t count,
    size_t rows, size_t columns, size_t stride, const trove_layer_normalization *normalization);

/// result = activation(packed rows · weightsᵀ + bias), or that added to what `result` holds.
///
/// `result` has `count` values, its rows are `stride` apart and as many as were packed.
/// Returns 0, or -1 when the result does not fit or the rows were packed for other weights.
int32_t trove_multiply_rows(
    trove_scratch *scratch, const trove_weights *weights, trove_activation activation, bool adds,
    float *result, size_t count, size_t stride);

/// A matrix inside an array: its rows are `stride` floats apart, the array has `count` from the
/// matrix's first on.
typedef struct {
    const float *values;
    size_t count, rows, stride;
} trove_matrix;

/// One head of scaled dot-product attention, a block of queries at a time, so that memory grows with
/// the number of keys and not with its square.
///
/// All matrices have `columns` columns; keys and values have the same rows, `result` has the
/// queries' rows. Where `is_causal` is set, query i sees the keys up to and with i.
/// Returns 0; -1 when a matrix does not fit; -2 when memory is short.
int32_t trove_attend(
    trove_scratch *scratch, trove_matrix queries, trove_matrix keys, trove_matrix values,
    size_t columns, float scale, bool is_causal, float *result, size_t result_count,
    size_t result_stride);

#endif
