#include "kernels.h"

/// Four running sums, so that additions need not wait for each other and errors stay small.
static float dot(const float *a, const float *b, size_t count) {
    float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        sum0 += a[i] * b[i];
        sum1 += a[i + 1] * b[i + 1];
        sum2 += a[i + 2] * b[i + 2];
        sum3 += a[i + 3] * b[i + 3];
    }
    float rest = 0;
    for (; i < count; i++) rest += a[i] * b[i];
    return (sum0 + sum1) + (sum2 + sum3) + rest;
}

static void scan(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++)
        scores[row] = dot(query, rows + row * dimension, dimension);
}

const struct trove_kernels trove_kernels_scalar = {
    .level = trove_kernel_level_scalar,
    .name = "scalar",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_scalar,
    .layers = &trove_layers_scalar,
    .preparation = &trove_preparation_scalar,
};
