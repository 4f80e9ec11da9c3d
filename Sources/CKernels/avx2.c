#if defined(__x86_64__)

#include <immintrin.h>
#include <stdint.h>

#include "kernels.h"

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE TARGET __attribute__((always_inline)) static inline

/// Sums a row: lanes, then accumulators, always in this order.
INLINE float sum(__m256 a, __m256 b, __m256 c, __m256 d) {
    __m256 v = _mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d));
    __m128 q = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    q = _mm_add_ps(q, _mm_movehl_ps(q, q));
    q = _mm_add_ss(q, _mm_movehdup_ps(q));
    return _mm_cvtss_f32(q);
}

/// Selects the first `count` lanes, `count` below 8.
INLINE __m256i first_lanes(size_t count) {
    const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int32_t)count), lane);
}

TARGET static float dot(const float *a, const float *b, size_t count) {
    __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
        s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), s1);
        s2 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16), s2);
        s3 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24), s3);
    }
    for (; i + 8 <= count; i += 8)
        s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
    if (i < count) {
        __m256i mask = first_lanes(count - i);
        s1 = _mm256_fmadd_ps(
            _mm256_maskload_ps(a + i, mask), _mm256_maskload_ps(b + i, mask), s1);
    }
    return sum(s0, s1, s2, s3);
}

/// One row after the other: several at a time are several streams of memory, which the processor
/// fetches at half the speed.
TARGET static void scan(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++)
        scores[row] = dot(query, rows + row * dimension, dimension);
}

const struct trove_kernels trove_kernels_avx2 = {
    .level = trove_kernel_level_avx2,
    .name = "avx2",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_avx2,
    .layers = &trove_layers_avx2,
    .preparation = &trove_preparation_avx2,
};

#endif
