#if defined(__aarch64__)

#include <arm_neon.h>

#include "kernels.h"

static float dot(const float *a, const float *b, size_t count) {
    float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        s0 = vfmaq_f32(s0, vld1q_f32(a + i), vld1q_f32(b + i));
        s1 = vfmaq_f32(s1, vld1q_f32(a + i + 4), vld1q_f32(b + i + 4));
        s2 = vfmaq_f32(s2, vld1q_f32(a + i + 8), vld1q_f32(b + i + 8));
        s3 = vfmaq_f32(s3, vld1q_f32(a + i + 12), vld1q_f32(b + i + 12));
    }
    for (; i + 4 <= count; i += 4) s0 = vfmaq_f32(s0, vld1q_f32(a + i), vld1q_f32(b + i));
    float rest = 0;
    for (; i < count; i++) rest = __builtin_fmaf(a[i], b[i], rest);
    return vaddvq_f32(vaddq_f32(vaddq_f32(s0, s1), vaddq_f32(s2, s3))) + rest;
}

static void scan(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++)
        scores[row] = dot(query, rows + row * dimension, dimension);
}

const struct trove_kernels trove_kernels_neon = {
    .level = trove_kernel_level_neon,
    .name = "neon",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_neon,
    .layers = &trove_layers_neon,
    .preparation = &trove_preparation_neon,
};

#endif
