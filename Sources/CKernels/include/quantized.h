/// Products of vectors with rows of quantized values, for the walk through a graph and for exact
/// scans. Within one level a row's result depends neither on its alignment nor on other rows;
/// products of integers are the same at every level.
#ifndef TROVE_QUANTIZED_H
#define TROVE_QUANTIZED_H

#include <stddef.h>
#include <stdint.h>

/// Rows of 8-bit codes begin at multiples of this many bytes, and are padded to one.
enum { TROVE_CODE_ALIGNMENT = 64 };

/// sums[i] = the sum over d below `stride` of query[d] * rows[ids[i] * stride + d].
///
/// `query` has `stride` values, a multiple of TROVE_CODE_ALIGNMENT and at most 65,536; `ids` and
/// `sums` have `count`, and every id is the number of a row. What lies behind the row that is being
/// read is fetched ahead.
void trove_dot_rows_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids, size_t count,
    int32_t *sums);

/// The same of `row_count` rows that lie one after the other.
void trove_scan_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count, int32_t *sums);

/// The product with one row of 12-bit values: the sum of query[d] * (16 * codes[d] + low(d)).
///
/// Byte i of the 32 bytes of `low_codes` that belong to 64 codes holds the lower four bits of code
/// i in its own lower half, and those of code i + 32 in its upper half. `query` has `stride`
/// values, `codes` has `stride`, `low_codes` half as many.
float trove_dot_u12(
    const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride);

/// What else is to be known of a query beside its codes.
struct trove_query_sums {
    float scale;      ///< a step of the codes: the largest difference from the mean over 127
    float product;    ///< query with mean
    float sum;        ///< of the query's values
    int32_t code_sum; ///< of the codes
};

/// codes[d] = (query[d] - mean[d]) / scale, to the nearest whole number.
///
/// All have `stride` values, a multiple of TROVE_CODE_ALIGNMENT, finite ones.
struct trove_query_sums trove_quantize_query(
    const float *query, const float *mean, size_t stride, int8_t *codes);

/// scores[i] = the product of `query` and row i of 16-bit floating-point numbers (IEEE 754).
///
/// `query` has `dimension` values, `rows` has `row_count * dimension`, `scores` has `row_count`.
void trove_scan_f16(
    const float *query, const uint16_t *rows, size_t dimension, size_t row_count, float *scores);

/// Asks for the memory at `address` ahead of its use; any address will do.
static inline void trove_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

#endif
