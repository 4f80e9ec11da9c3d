#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels.h"

#define TARGET __attribute__((target("avx2,fma,f16c")))
#define INLINE TARGET __attribute__((always_inline)) static inline

/// Rows that are fetched ahead of the one that is read.
enum { AHEAD = 4 };

INLINE int32_t sum_i32(__m256i v) {
    __m128i q = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    q = _mm_add_epi32(q, _mm_shuffle_epi32(q, 0x4e));
    q = _mm_add_epi32(q, _mm_shuffle_epi32(q, 0xb1));
    return _mm_cvtsi128_si32(q);
}

INLINE float sum_f32(__m256 v) {
    __m128 q = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    q = _mm_add_ps(q, _mm_movehl_ps(q, q));
    q = _mm_add_ss(q, _mm_movehdup_ps(q));
    return _mm_cvtss_f32(q);
}

/// By 16-bit products: the instruction for 8-bit ones saturates.
INLINE int32_t dot_u8(const int8_t *query, const uint8_t *row, size_t stride) {
    __m256i s0 = _mm256_setzero_si256(), s1 = s0;
    for (size_t i = 0; i < stride; i += 32) {
        __m256i q0 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + i)));
        __m256i q1 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + i + 16)));
        __m256i r0 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i)));
        __m256i r1 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i + 16)));
        s0 = _mm256_add_epi32(s0, _mm256_madd_epi16(q0, r0));
        s1 = _mm256_add_epi32(s1, _mm256_madd_epi16(q1, r1));
    }
    return sum_i32(_mm256_add_epi32(s0, s1));
}

INLINE void fetch(const uint8_t *row, size_t stride) {
    for (size_t i = 0; i < stride; i += 64) _mm_prefetch((const char *)row + i, _MM_HINT_T0);
}

TARGET static void dot_rows_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids, size_t count,
    int32_t *sums) {
    for (size_t i = 0; i < count && i < AHEAD; i++) fetch(rows + ids[i] * stride, stride);
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) fetch(rows + ids[i + AHEAD] * stride, stride);
        sums[i] = dot_u8(query, rows + ids[i] * stride, stride);
    }
}

TARGET static void scan_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count, int32_t *sums) {
    for (size_t i = 0; i < row_count; i++) sums[i] = dot_u8(query, rows + i * stride, stride);
}

/// query * (16 * code + low) of eight values.
INLINE __m256 add_u12(__m256 sum, const float *query, const uint8_t *codes, __m128i low) {
    __m256i high = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)codes));
    __m256i value = _mm256_or_si256(_mm256_slli_epi32(high, 4), _mm256_cvtepu8_epi32(low));
    return _mm256_fmadd_ps(_mm256_loadu_ps(query), _mm256_cvtepi32_ps(value), sum);
}

TARGET static float dot_u12(
    const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride) {
    const __m128i half = _mm_set1_epi8(15);
    __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
    for (size_t start = 0; start < stride; start += 64) {
        for (size_t i = 0; i < 32; i += 16) {
            __m128i both = _mm_loadu_si128((const __m128i *)(low_codes + start / 2 + i));
            __m128i low = _mm_and_si128(both, half);
            __m128i high = _mm_and_si128(_mm_srli_epi16(both, 4), half);
            size_t a = start + i, b = a + 32;
            s0 = add_u12(s0, query + a, codes + a, low);
            s1 = add_u12(s1, query + a + 8, codes + a + 8, _mm_srli_si128(low, 8));
            s2 = add_u12(s2, query + b, codes + b, high);
            s3 = add_u12(s3, query + b + 8, codes + b + 8, _mm_srli_si128(high, 8));
        }
    }
    return sum_f32(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)));
}

INLINE __m256 halves(const uint16_t *values) {
    return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)values));
}

TARGET static void scan_f16(
    const float *query, const uint16_t *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++) {
        const uint16_t *values = rows + row * dimension;
        __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
        size_t i = 0;
        for (; i + 32 <= dimension; i += 32) {
            s0 = _mm256_fmadd_ps(_mm256_loadu_ps(query + i), halves(values + i), s0);
            s1 = _mm256_fmadd_ps(_mm256_loadu_ps(query + i + 8), halves(values + i + 8), s1);
            s2 = _mm256_fmadd_ps(_mm256_loadu_ps(query + i + 16), halves(values + i + 16), s2);
            s3 = _mm256_fmadd_ps(_mm256_loadu_ps(query + i + 24), halves(values + i + 24), s3);
        }
        for (; i + 8 <= dimension; i += 8)
            s0 = _mm256_fmadd_ps(_mm256_loadu_ps(query + i), halves(values + i), s0);
        float rest = 0;
        for (; i < dimension; i++) rest += query[i] * _cvtsh_ss(values[i]);
        scores[row] =
            sum_f32(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3))) + rest;
    }
}

const struct trove_quantized_kernels trove_quantized_avx2 = {
    .dot_rows_u8 = dot_rows_u8,
    .scan_u8 = scan_u8,
    .dot_u12 = dot_u12,
    .scan_f16 = scan_f16,
};

#endif
