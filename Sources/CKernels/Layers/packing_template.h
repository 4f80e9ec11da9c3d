// Packs rows of activations in each precision; vectors.h and elementwise_template.h come before.

#include "transpose.h"

/// The upper 16 bits of each value, rounded to nearest, ties to even, in the upper 16 bits.
INLINE vu brain(vf value) {
    const vu bits = (vu)value;
    return (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000u;
}

INLINE uint32_t brain_word(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
}

INLINE void brain_row(const float *values, size_t columns, uint32_t *words) {
    size_t i = 0;
    for (; i + 2 * LANES <= columns; i += 2 * LANES) {
        // Two values a 64-bit lane: the first in its lower half.
        const vu first = brain(load(values + i)), second = brain(load(values + i + LANES));
#if LANES == 4
        const vu even = __builtin_shufflevector(first, second, 0, 2, 4, 6);
        const vu odd = __builtin_shufflevector(first, second, 1, 3, 5, 7);
#elif LANES == 8
        const vu even = __builtin_shufflevector(first, second, 0, 2, 4, 6, 8, 10, 12, 14);
        const vu odd = __builtin_shufflevector(first, second, 1, 3, 5, 7, 9, 11, 13, 15);
#else
        const vu even = __builtin_shufflevector(
            first, second, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        const vu odd = __builtin_shufflevector(
            first, second, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
#endif
        store_words(words + i / 2, even >> 16 | odd);
    }
    for (; i < columns; i += 2)
        words[i / 2] =
            brain_word(values[i]) | (i + 1 < columns ? brain_word(values[i + 1]) << 16 : 0);
}

typedef uint8_t vb __attribute__((vector_size(LANES)));
typedef uint8_t vb_unaligned __attribute__((vector_size(LANES), aligned(1), may_alias));

/// Bytes from the row's smallest value to its largest.
INLINE void byte_row(
    const float *values, size_t columns, uint32_t *words, float *scale, float *offset) {
    const size_t whole = columns / LANES * LANES;
    vf least = splat(values[0]), most = least;
    for (size_t i = 0; i < whole; i += LANES) {
        const vf value = load(values + i);
        least = smaller(least, value);
        most = larger(most, value);
    }
    float minimum = -largest(-least), maximum = largest(most);
    for (size_t i = whole; i < columns; i++) {
        minimum = values[i] < minimum ? values[i] : minimum;
        maximum = values[i] > maximum ? values[i] : maximum;
    }
    const float steps = maximum > minimum ? 255.0f / (maximum - minimum) : 0;
    uint8_t *bytes = (uint8_t *)words;
    for (size_t i = 0; i < whole; i += LANES) {
        const vi code = rounded((load(values + i) - minimum) * steps);
        *(vb_unaligned *)(bytes + i) = __builtin_convertvector((vu)code, vb);
    }
    for (size_t i = whole; i < columns; i++)
        bytes[i] = (uint8_t)((values[i] - minimum) * steps + 0.5f);
    for (size_t i = columns; i % 4 != 0; i++) bytes[i] = 0;
    *scale = steps > 0 ? 1 / steps : 0;
    *offset = minimum;
}

INLINE void pack_rows(
    const struct trove_source_rows *source, struct trove_packed_rows *rows, void *temporary,
    trove_precision precision, size_t tile_rows) {
    const size_t height = trove_tile_height(source->rows, tile_rows);
    const size_t columns = source->columns, words = rows->words;
    float *normal = temporary;
    uint32_t *converted = (uint32_t *)temporary + columns * tile_rows;
    for (size_t begin = 0; begin < source->rows; begin += height) {
        const size_t count = trove_rows_left(source->rows, begin, height);
        const uint32_t *from = converted;
        size_t from_stride = words;
        for (size_t r = 0; r < count; r++) {
            const float *row = source->values + (begin + r) * source->stride;
            if (source->normalization) {
                normalize_row(row, columns, source->normalization, normal + r * columns);
                row = normal + r * columns;
            }
            if (precision == trove_precision_bf16)
                brain_row(row, columns, converted + r * words);
            else if (precision == trove_precision_int8)
                byte_row(
                    row, columns, converted + r * words, rows->scales + begin + r,
                    rows->offsets + begin + r);
        }
        if (precision == trove_precision_f32) {
            from = (const uint32_t *)(source->normalization
                    ? normal
                    : source->values + begin * source->stride);
            from_stride = source->normalization ? columns : source->stride;
        }
        trove_transpose(from, from_stride, count, words, rows->tiles + begin * words, count);
    }
}
