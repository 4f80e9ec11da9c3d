/// The kernels of one level, as the dispatcher sees them.
#ifndef TROVE_KERNELS_H
#define TROVE_KERNELS_H

#include "Layers/layers.h"
#include "Preparation/preparation.h"
#include "dot_product.h"
#include "quantized.h"

/// Kernels for rows of quantized values; see quantized.h.
struct trove_quantized_kernels {
    void (*dot_rows_u8)(
        const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids,
        size_t count, int32_t *sums);
    void (*scan_u8)(
        const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count,
        int32_t *sums);
    float (*dot_u12)(
        const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride);
    void (*scan_f16)(
        const float *query, const uint16_t *rows, size_t dimension, size_t row_count,
        float *scores);
};

struct trove_kernels {
    trove_kernel_level level;
    const char *name;
    float (*dot_f32)(const float *a, const float *b, size_t count);
    void (*scan_f32)(
        const float *query, const float *rows, size_t dimension, size_t row_count, float *scores);
    const struct trove_quantized_kernels *quantized;
    const struct trove_layer_kernels *layers;
    const struct trove_preparation_kernels *preparation;
};

extern const struct trove_kernels trove_kernels_scalar;
extern const struct trove_quantized_kernels trove_quantized_scalar;
#if defined(__x86_64__)
extern const struct trove_kernels trove_kernels_avx2;
extern const struct trove_kernels trove_kernels_avx512;
extern const struct trove_kernels trove_kernels_avx512vnni;
extern const struct trove_kernels trove_kernels_avx512bf16;
extern const struct trove_quantized_kernels trove_quantized_avx2;
extern const struct trove_quantized_kernels trove_quantized_avx512vnni;
#elif defined(__aarch64__)
extern const struct trove_kernels trove_kernels_neon;
extern const struct trove_quantized_kernels trove_quantized_neon;
#endif

#endif
