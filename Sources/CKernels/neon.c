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

/// Two rows at a time: the query is loaded once for both.
static void scan(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    size_t row = 0;
    for (; row + 2 <= row_count; row += 2) {
        const float *a = rows + row * dimension, *b = a + dimension;
        float32x4_t a0 = vdupq_n_f32(0), a1 = a0, a2 = a0, a3 = a0;
        float32x4_t b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        size_t i = 0;
        for (; i + 16 <= dimension; i += 16) {
            float32x4_t q0 = vld1q_f32(query + i), q1 = vld1q_f32(query + i + 4);
            float32x4_t q2 = vld1q_f32(query + i + 8), q3 = vld1q_f32(query + i + 12);
            a0 = vfmaq_f32(a0, q0, vld1q_f32(a + i));
            b0 = vfmaq_f32(b0, q0, vld1q_f32(b + i));
            a1 = vfmaq_f32(a1, q1, vld1q_f32(a + i + 4));
            b1 = vfmaq_f32(b1, q1, vld1q_f32(b + i + 4));
            a2 = vfmaq_f32(a2, q2, vld1q_f32(a + i + 8));
            b2 = vfmaq_f32(b2, q2, vld1q_f32(b + i + 8));
            a3 = vfmaq_f32(a3, q3, vld1q_f32(a + i + 12));
            b3 = vfmaq_f32(b3, q3, vld1q_f32(b + i + 12));
        }
        for (; i + 4 <= dimension; i += 4) {
            float32x4_t q = vld1q_f32(query + i);
            a0 = vfmaq_f32(a0, q, vld1q_f32(a + i));
            b0 = vfmaq_f32(b0, q, vld1q_f32(b + i));
        }
        float rest_a = 0, rest_b = 0;
        for (; i < dimension; i++) {
            rest_a = __builtin_fmaf(query[i], a[i], rest_a);
            rest_b = __builtin_fmaf(query[i], b[i], rest_b);
        }
        scores[row] = vaddvq_f32(vaddq_f32(vaddq_f32(a0, a1), vaddq_f32(a2, a3))) + rest_a;
        scores[row + 1] = vaddvq_f32(vaddq_f32(vaddq_f32(b0, b1), vaddq_f32(b2, b3))) + rest_b;
    }
    if (row < row_count) scores[row] = dot(query, rows + row * dimension, dimension);
}

const struct trove_kernels trove_kernels_neon = {
    .level = trove_kernel_level_neon,
    .name = "neon",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_neon,
};

#endif
