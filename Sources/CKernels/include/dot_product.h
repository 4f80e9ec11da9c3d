/// Dot products, one source file per instruction set.
///
/// The level is chosen once, at the first call: the best one that the processor has, or the one
/// named by the environment variable `TROVE_KERNELS` (`scalar`, `avx2`, `avx512`, `avx512vnni`,
/// `avx512bf16`, `neon`) where the processor has it. Within one level every result is reproducible: a row's score
/// depends neither on its alignment nor on the rows beside it.
#ifndef TROVE_DOT_PRODUCT_H
#define TROVE_DOT_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum trove_kernel_level {
    trove_kernel_level_scalar = 0,
    trove_kernel_level_neon = 1,
    /// AVX2, FMA and F16C.
    trove_kernel_level_avx2 = 2,
    /// AVX-512F.
    trove_kernel_level_avx512 = 3,
    /// AVX-512F, BW, VL and VNNI.
    trove_kernel_level_avx512vnni = 4,
    /// The same and BF16.
    trove_kernel_level_avx512bf16 = 5,
} trove_kernel_level;

/// Whether this processor can run the kernels of `level`.
bool trove_kernel_level_is_supported(trove_kernel_level level);

/// The level in use.
trove_kernel_level trove_kernel_level_current(void);

/// Uses `level` from now on, in every thread; for tests and benchmarks.
/// Returns false, and changes nothing, where the processor lacks it.
bool trove_kernel_level_force(trove_kernel_level level);

/// Dot product of two vectors of `count` values, of any alignment; 0 where `count` is 0.
float trove_dot_f32(const float *a, const float *b, size_t count);

/// Scans a block: `scores[i] = dot(query, rows + i * dimension)` for `i` below `row_count`.
///
/// `query` has `dimension` values, `rows` has `row_count * dimension`, `scores` has room for
/// `row_count`. Every score equals what `trove_dot_f32` gives, bit by bit.
void trove_scan_f32(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores);

#endif
