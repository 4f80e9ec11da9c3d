#if defined(__aarch64__)

#include <arm_neon.h>

#include "kernels.h"

/// Rows that are fetched ahead of the one that is read.
enum { AHEAD = 4 };

/// By 16-bit products, so that processors without the dot product instruction run it too.
static inline int32_t dot_u8(const int8_t *query, const uint8_t *row, size_t stride) {
    int32x4_t s0 = vdupq_n_s32(0), s1 = s0, s2 = s0, s3 = s0;
    for (size_t i = 0; i < stride; i += 16) {
        int8x16_t q = vld1q_s8(query + i);
        uint8x16_t r = vld1q_u8(row + i);
        int16x8_t q0 = vmovl_s8(vget_low_s8(q)), q1 = vmovl_s8(vget_high_s8(q));
        int16x8_t r0 = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(r)));
        int16x8_t r1 = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(r)));
        s0 = vmlal_s16(s0, vget_low_s16(q0), vget_low_s16(r0));
        s1 = vmlal_s16(s1, vget_high_s16(q0), vget_high_s16(r0));
        s2 = vmlal_s16(s2, vget_low_s16(q1), vget_low_s16(r1));
        s3 = vmlal_s16(s3, vget_high_s16(q1), vget_high_s16(r1));
    }
    return vaddvq_s32(vaddq_s32(vaddq_s32(s0, s1), vaddq_s32(s2, s3)));
}

static inline void fetch(const uint8_t *row, size_t stride) {
    for (size_t i = 0; i < stride; i += 64) __builtin_prefetch(row + i, 0, 3);
}

static void dot_rows_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids, size_t count,
    int32_t *sums) {
    for (size_t i = 0; i < count && i < AHEAD; i++) fetch(rows + ids[i] * stride, stride);
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) fetch(rows + ids[i + AHEAD] * stride, stride);
        sums[i] = dot_u8(query, rows + ids[i] * stride, stride);
    }
}

static void scan_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count, int32_t *sums) {
    for (size_t i = 0; i < row_count; i++) sums[i] = dot_u8(query, rows + i * stride, stride);
}

/// query * (16 * code + low) of eight values.
static inline float32x4_t add_u12(
    float32x4_t sum, const float *query, const uint8_t *codes, uint8x8_t low) {
    uint16x8_t value = vorrq_u16(vshlq_n_u16(vmovl_u8(vld1_u8(codes)), 4), vmovl_u8(low));
    sum = vfmaq_f32(sum, vld1q_f32(query), vcvtq_f32_u32(vmovl_u16(vget_low_u16(value))));
    return vfmaq_f32(sum, vld1q_f32(query + 4), vcvtq_f32_u32(vmovl_u16(vget_high_u16(value))));
}

static float dot_u12(
    const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride) {
    float32x4_t s0 = vdupq_n_f32(0), s1 = s0;
    for (size_t start = 0; start < stride; start += 64) {
        for (size_t i = 0; i < 32; i += 8) {
            uint8x8_t both = vld1_u8(low_codes + start / 2 + i);
            size_t a = start + i, b = a + 32;
            s0 = add_u12(s0, query + a, codes + a, vand_u8(both, vdup_n_u8(15)));
            s1 = add_u12(s1, query + b, codes + b, vshr_n_u8(both, 4));
        }
    }
    return vaddvq_f32(vaddq_f32(s0, s1));
}

static void scan_f16(
    const float *query, const uint16_t *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++) {
        const uint16_t *values = rows + row * dimension;
        float32x4_t s0 = vdupq_n_f32(0), s1 = s0;
        size_t i = 0;
        for (; i + 8 <= dimension; i += 8) {
            float16x8_t halves = vreinterpretq_f16_u16(vld1q_u16(values + i));
            s0 = vfmaq_f32(s0, vld1q_f32(query + i), vcvt_f32_f16(vget_low_f16(halves)));
            s1 = vfmaq_f32(s1, vld1q_f32(query + i + 4), vcvt_f32_f16(vget_high_f16(halves)));
        }
        float rest = 0;
        for (; i < dimension; i++) {
            __fp16 half;
            __builtin_memcpy(&half, values + i, sizeof half);
            rest = __builtin_fmaf(query[i], (float)half, rest);
        }
        scores[row] = vaddvq_f32(vaddq_f32(s0, s1)) + rest;
    }
}

const struct trove_quantized_kernels trove_quantized_neon = {
    .dot_rows_u8 = dot_rows_u8,
    .scan_u8 = scan_u8,
    .dot_u12 = dot_u12,
    .scan_f16 = scan_f16,
};

#endif
