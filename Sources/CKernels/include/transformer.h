// Element-wise steps of a transformer, in place over `rows` rows of `columns` floats.
#ifndef TROVE_TRANSFORMER_H
#define TROVE_TRANSFORMER_H

#include <stddef.h>

/// values = (values - mean) / sqrt(variance + epsilon) * gain + bias, row by row.
void trove_layer_norm(
    float *values, size_t rows, size_t columns, const float *gain, const float *bias,
    float epsilon);

/// Each row becomes exp(value - maximum) divided by its sum.
void trove_softmax(float *values, size_t rows, size_t columns);

/// x · Φ(x) with the exact normal distribution function (the "erf" form).
void trove_gelu(float *values, size_t count);

/// x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
void trove_gelu_tanh(float *values, size_t count);

/// x / (1 + exp(-1.702 x)), the quick approximation that CLIP was trained with.
void trove_quick_gelu(float *values, size_t count);

#endif
