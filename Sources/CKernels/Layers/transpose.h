// Rows of words to words of rows, for the packing of activations, weights and keys.
#ifndef TROVE_TRANSPOSE_H
#define TROVE_TRANSPOSE_H

#include <stddef.h>
#include <stdint.h>

typedef uint32_t trove_words4 __attribute__((vector_size(16), aligned(4), may_alias));

/// target[w · target_stride + r] = source[r · source_stride + w]
static inline void trove_transpose(
    const uint32_t *source, size_t source_stride, size_t rows, size_t words, uint32_t *target,
    size_t target_stride) {
    const size_t whole_rows = rows & ~(size_t)3, whole_words = words & ~(size_t)3;
    for (size_t w = 0; w < whole_words; w += 4) {
        uint32_t *out = target + w * target_stride;
        for (size_t r = 0; r < whole_rows; r += 4) {
            const uint32_t *in = source + r * source_stride + w;
            const trove_words4 a = *(const trove_words4 *)in;
            const trove_words4 b = *(const trove_words4 *)(in + source_stride);
            const trove_words4 c = *(const trove_words4 *)(in + 2 * source_stride);
            const trove_words4 d = *(const trove_words4 *)(in + 3 * source_stride);
            const trove_words4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
            const trove_words4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
            const trove_words4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
            const trove_words4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
            *(trove_words4 *)(out + r) = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
            *(trove_words4 *)(out + target_stride + r) =
                __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
            *(trove_words4 *)(out + 2 * target_stride + r) =
                __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
            *(trove_words4 *)(out + 3 * target_stride + r) =
                __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
        }
        for (size_t r = whole_rows; r < rows; r++)
            for (size_t i = 0; i < 4; i++)
                out[i * target_stride + r] = source[r * source_stride + w + i];
    }
    for (size_t w = whole_words; w < words; w++)
        for (size_t r = 0; r < rows; r++)
            target[w * target_stride + r] = source[r * source_stride + w];
}

#endif
