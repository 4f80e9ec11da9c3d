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

/// One row after the other: several at a time are several streams of memory, which the processor
/// fetches at half the speed.
TARGET static void scan(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++)
        scores[row] = dot(query, rows + row * dimension, dimension);
}

const struct trove_kernels trove_kernels_avx512 = {
    .level = trove_kernel_level_avx512,
    .name = "avx512",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_avx2,
    .layers = &trove_layers_avx512,
    .preparation = &trove_preparation_avx512,
};

/// For 32-bit vectors, the further instructions bring nothing.
const struct trove_kernels trove_kernels_avx512vnni = {
    .level = trove_kernel_level_avx512vnni,
    .name = "avx512vnni",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_avx512vnni,
    .layers = &trove_layers_avx512vnni,
    .preparation = &trove_preparation_avx512,
};

const struct trove_kernels trove_kernels_avx512bf16 = {
    .level = trove_kernel_level_avx512bf16,
    .name = "avx512bf16",
    .dot_f32 = dot,
    .scan_f32 = scan,
    .quantized = &trove_quantized_avx512vnni,
    .layers = &trove_layers_avx512bf16,
    .preparation = &trove_preparation_avx512,
};

#endif
