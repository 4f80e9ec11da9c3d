#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define INLINE TARGET __attribute__((always_inline)) static inline

/// Rows that are read together, and fetched together ahead.
enum { GROUP = 4 };

INLINE void fetch(const uint8_t *row, size_t stride) {
    for (size_t i = 0; i < stride; i += 64) _mm_prefetch((const char *)row + i, _MM_HINT_T0);
}

/// Adds up four accumulators; lane i of the result is the sum of the i-th.
INLINE __m128i sums_of_four(__m512i a, __m512i b, __m512i c, __m512i d) {
    __m512i ab_low = _mm512_unpacklo_epi32(a, b), ab_high = _mm512_unpackhi_epi32(a, b);
    __m512i cd_low = _mm512_unpacklo_epi32(c, d), cd_high = _mm512_unpackhi_epi32(c, d);
    __m512i ab = _mm512_add_epi32(ab_low, ab_high), cd = _mm512_add_epi32(cd_low, cd_high);
    __m512i all =
        _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half =
        _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

/// The query is loaded once for four rows.
INLINE __m128i dot_four(
    const int8_t *query, const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d,
    size_t stride) {
    __m512i sa = _mm512_setzero_si512(), sb = sa, sc = sa, sd = sa;
    for (size_t i = 0; i < stride; i += 64) {
        __m512i q = _mm512_loadu_si512(query + i);
        sa = _mm512_dpbusd_epi32(sa, _mm512_loadu_si512(a + i), q);
        sb = _mm512_dpbusd_epi32(sb, _mm512_loadu_si512(b + i), q);
        sc = _mm512_dpbusd_epi32(sc, _mm512_loadu_si512(c + i), q);
        sd = _mm512_dpbusd_epi32(sd, _mm512_loadu_si512(d + i), q);
    }
    return sums_of_four(sa, sb, sc, sd);
}

INLINE int32_t dot_one(const int8_t *query, const uint8_t *row, size_t stride) {
    __m512i sum0 = _mm512_setzero_si512(), sum1 = sum0;
    size_t i = 0;
    for (; i + 128 <= stride; i += 128) {
        sum0 = _mm512_dpbusd_epi32(
            sum0, _mm512_loadu_si512(row + i), _mm512_loadu_si512(query + i));
        sum1 = _mm512_dpbusd_epi32(
            sum1, _mm512_loadu_si512(row + i + 64), _mm512_loadu_si512(query + i + 64));
    }
    if (i < stride)
        sum0 = _mm512_dpbusd_epi32(
            sum0, _mm512_loadu_si512(row + i), _mm512_loadu_si512(query + i));
    return _mm512_reduce_add_epi32(_mm512_add_epi32(sum0, sum1));
}

TARGET static void dot_rows_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids, size_t count,
    int32_t *sums) {
    size_t fetched = 0, i = 0;
    for (; fetched < count && fetched < GROUP; fetched++)
        fetch(rows + ids[fetched] * stride, stride);
    for (; i + GROUP <= count; i += GROUP) {
        for (; fetched < count && fetched < i + 2 * GROUP; fetched++)
            fetch(rows + ids[fetched] * stride, stride);
        __m128i four = dot_four(
            query, rows + ids[i] * stride, rows + ids[i + 1] * stride,
            rows + ids[i + 2] * stride, rows + ids[i + 3] * stride, stride);
        _mm_storeu_si128((__m128i *)(sums + i), four);
    }
    for (; i < count; i++) sums[i] = dot_one(query, rows + ids[i] * stride, stride);
}

/// One row after the other: see avx512.c.
TARGET static void scan_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count, int32_t *sums) {
    for (size_t i = 0; i < row_count; i++) sums[i] = dot_one(query, rows + i * stride, stride);
}

/// query * (16 * code + low) of sixteen values.
INLINE __m512 add_u12(__m512 sum, const float *query, const uint8_t *codes, __m128i low) {
    __m512i high = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)codes));
    __m512i value = _mm512_or_si512(_mm512_slli_epi32(high, 4), _mm512_cvtepu8_epi32(low));
    return _mm512_fmadd_ps(_mm512_loadu_ps(query), _mm512_cvtepi32_ps(value), sum);
}

TARGET static float dot_u12(
    const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride) {
    const __m128i half = _mm_set1_epi8(15);
    __m512 s0 = _mm512_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
    for (size_t start = 0; start < stride; start += 64) {
        __m128i first = _mm_loadu_si128((const __m128i *)(low_codes + start / 2));
        __m128i second = _mm_loadu_si128((const __m128i *)(low_codes + start / 2 + 16));
        const float *q = query + start;
        const uint8_t *c = codes + start;
        s0 = add_u12(s0, q, c, _mm_and_si128(first, half));
        s1 = add_u12(s1, q + 16, c + 16, _mm_and_si128(second, half));
        s2 = add_u12(s2, q + 32, c + 32, _mm_and_si128(_mm_srli_epi16(first, 4), half));
        s3 = add_u12(s3, q + 48, c + 48, _mm_and_si128(_mm_srli_epi16(second, 4), half));
    }
    return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(s0, s1), _mm512_add_ps(s2, s3)));
}

INLINE __m512 halves(__mmask16 mask, const uint16_t *values) {
    return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, values));
}

TARGET static void scan_f16(
    const float *query, const uint16_t *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++) {
        const uint16_t *values = rows + row * dimension;
        __m512 s0 = _mm512_setzero_ps(), s1 = s0;
        size_t i = 0;
        for (; i + 32 <= dimension; i += 32) {
            s0 = _mm512_fmadd_ps(_mm512_loadu_ps(query + i), halves(0xffff, values + i), s0);
            s1 = _mm512_fmadd_ps(
                _mm512_loadu_ps(query + i + 16), halves(0xffff, values + i + 16), s1);
        }
        for (; i < dimension; i += 16) {
            size_t rest = dimension - i;
            __mmask16 mask = rest < 16 ? (__mmask16)((1u << rest) - 1) : 0xffff;
            s0 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, query + i), halves(mask, values + i), s0);
        }
        scores[row] = _mm512_reduce_add_ps(_mm512_add_ps(s0, s1));
    }
}

const struct trove_quantized_kernels trove_quantized_avx512vnni = {
    .dot_rows_u8 = dot_rows_u8,
    .scan_u8 = scan_u8,
    .dot_u12 = dot_u12,
    .scan_f16 = scan_f16,
};

#endif
