#include "half.h"
#include "kernels.h"

static int32_t dot_u8(const int8_t *query, const uint8_t *row, size_t stride) {
    int32_t sum = 0;
    for (size_t i = 0; i < stride; i++) sum += (int32_t)query[i] * row[i];
    return sum;
}

static void dot_rows_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids, size_t count,
    int32_t *sums) {
    for (size_t i = 0; i < count; i++) sums[i] = dot_u8(query, rows + ids[i] * stride, stride);
}

static void scan_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count, int32_t *sums) {
    for (size_t i = 0; i < row_count; i++) sums[i] = dot_u8(query, rows + i * stride, stride);
}

static float dot_u12(
    const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride) {
    float sums[4] = {0, 0, 0, 0};
    for (size_t start = 0; start < stride; start += 64) {
        const uint8_t *low = low_codes + start / 2;
        for (size_t i = 0; i < 32; i++) {
            size_t first = start + i, second = first + 32;
            sums[i % 4] += query[first] * (float)(16 * codes[first] + (low[i] & 15))
                + query[second] * (float)(16 * codes[second] + (low[i] >> 4));
        }
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static void scan_f16(
    const float *query, const uint16_t *rows, size_t dimension, size_t row_count, float *scores) {
    for (size_t row = 0; row < row_count; row++) {
        const uint16_t *values = rows + row * dimension;
        float sums[4] = {0, 0, 0, 0};
        for (size_t i = 0; i < dimension; i++) sums[i % 4] += query[i] * trove_widened_half(values[i]);
        scores[row] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
}

const struct trove_quantized_kernels trove_quantized_scalar = {
    .dot_rows_u8 = dot_rows_u8,
    .scan_u8 = scan_u8,
    .dot_u12 = dot_u12,
    .scan_f16 = scan_f16,
};
