/// The kernels of one level, as the dispatcher sees them.
#ifndef TROVE_KERNELS_H
#define TROVE_KERNELS_H

#include "dot_product.h"

struct trove_kernels {
    trove_kernel_level level;
    const char *name;
    float (*dot_f32)(const float *a, const float *b, size_t count);
    void (*scan_f32)(
        const float *query, const float *rows, size_t dimension, size_t row_count, float *scores);
};

extern const struct trove_kernels trove_kernels_scalar;
#if defined(__x86_64__)
extern const struct trove_kernels trove_kernels_avx2;
extern const struct trove_kernels trove_kernels_avx512;
#elif defined(__aarch64__)
extern const struct trove_kernels trove_kernels_neon;
#endif

#endif
