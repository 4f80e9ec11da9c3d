#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels.h"

#define TARGET __attribute__((target("avx512f")))
#define INLINE TARGET __attribute__((always_inline)) static inline

/// Selects the first `count` lanes, `count` below 16.
INLINE __mmask16 first_lanes(size_t count) { return (__mmask16)((1u << count) - 1); }

TARGET static float dot(const float *a, const float *b, size_t count) {
    __m512 s0 = _mm512_setzero_ps(), s1 = s0;
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        s0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s0);
        s1 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16), _mm512_loadu_ps(b + i + 16), s1);
    }
    for (; i + 16 <= count; i += 16)
        s0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s0);
    if (i < count) {
        __mmask16 mask = first_lanes(count - i);
        s1 = _mm512_fmadd_ps(
            _mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i), s1);
    }
    return _mm512_reduce_add_ps(_mm512_add_ps(s0, s1));
}

/// Four rows at a time: the query is loaded once for all, and eight accumulators hide the latency.
TARGET static void scan(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    size_t row = 0;
    for (; row + 4 <= row_count; row += 4) {
        const float *a = rows + row * dimension, *b = a + dimension;
        const float *c = b + dimension, *d = c + dimension;
        __m512 a0 = _mm512_setzero_ps(), b0 = a0, c0 = a0, d0 = a0;
        __m512 a1 = a0, b1 = a0, c1 = a0, d1 = a0;
        size_t i = 0;
        for (; i + 32 <= dimension; i += 32) {
            __m512 q0 = _mm512_loadu_ps(query + i), q1 = _mm512_loadu_ps(query + i + 16);
            a0 = _mm512_fmadd_ps(q0, _mm512_loadu_ps(a + i), a0);
            b0 = _mm512_fmadd_ps(q0, _mm512_loadu_ps(b + i), b0);
            c0 = _mm512_fmadd_ps(q0, _mm512_loadu_ps(c + i), c0);
            d0 = _mm512_fmadd_ps(q0, _mm512_loadu_ps(d + i), d0);
            a1 = _mm512_fmadd_ps(q1, _mm512_loadu_ps(a + i + 16), a1);
            b1 = _mm512_fmadd_ps(q1, _mm512_loadu_ps(b + i + 16), b1);
            c1 = _mm512_fmadd_ps(q1, _mm512_loadu_ps(c + i + 16), c1);
            d1 = _mm512_fmadd_ps(q1, _mm512_loadu_ps(d + i + 16), d1);
        }
        for (; i + 16 <= dimension; i += 16) {
            __m512 q = _mm512_loadu_ps(query + i);
            a0 = _mm512_fmadd_ps(q, _mm512_loadu_ps(a + i), a0);
            b0 = _mm512_fmadd_ps(q, _mm512_loadu_ps(b + i), b0);
            c0 = _mm512_fmadd_ps(q, _mm512_loadu_ps(c + i), c0);
            d0 = _mm512_fmadd_ps(q, _mm512_loadu_ps(d + i), d0);
        }
        if (i < dimension) {
            __mmask16 mask = first_lanes(dimension - i);
            __m512 q = _mm512_maskz_loadu_ps(mask, query + i);
            a1 = _mm512_fmadd_ps(q, _mm512_maskz_loadu_ps(mask, a + i), a1);
            b1 = _mm512_fmadd_ps(q, _mm512_maskz_loadu_ps(mask, b + i), b1);
            c1 = _mm512_fmadd_ps(q, _mm512_maskz_loadu_ps(mask, c + i), c1);
            d1 = _mm512_fmadd_ps(q, _mm512_maskz_loadu_ps(mask, d + i), d1);
        }
        scores[row] = _mm512_reduce_add_ps(_mm512_add_ps(a0, a1));
        scores[row + 1] = _mm512_reduce_add_ps(_mm512_add_ps(b0, b1));
        scores[row + 2] = _mm512_reduce_add_ps(_mm512_add_ps(c0, c1));
        scores[row + 3] = _mm512_reduce_add_ps(_mm512_add_ps(d0, d1));
    }
    for (; row < row_count; row++) scores[row] = dot(query, rows + row * dimension, dimension);
}

const struct trove_kernels trove_kernels_avx512 = {
    .level = trove_kernel_level_avx512,
    .name = "avx512",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_avx2,
};

/// For 32-bit vectors, the further instructions bring nothing.
const struct trove_kernels trove_kernels_avx512vnni = {
    .level = trove_kernel_level_avx512vnni,
    .name = "avx512vnni",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_avx512vnni,
};

#endif
