#include <stdlib.h>

#include "layers.h"

/// Memory that only grows.
struct block {
    void *memory;
    size_t bytes;
};

struct trove_scratch {
    struct trove_packed_rows rows;
    struct block tiles, row_values, temporary, attention;
};

/// `count` words; NULL when memory is short.
static void *reserved(struct block *block, size_t count) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, sizeof(uint32_t), &bytes) || bytes > SIZE_MAX - 64)
        return NULL;
    bytes = trove_rounded_up(bytes, 64);
    if (bytes > block->bytes) {
        free(block->memory);
        block->memory = aligned_alloc(64, bytes);
        block->bytes = block->memory ? bytes : 0;
    }
    return block->memory;
}

trove_scratch *trove_scratch_create(void) { return calloc(1, sizeof(trove_scratch)); }

void trove_scratch_destroy(trove_scratch *scratch) {
    if (!scratch) return;
    free(scratch->tiles.memory);
    free(scratch->row_values.memory);
    free(scratch->temporary.memory);
    free(scratch->attention.memory);
    free(scratch);
}

/// Whether `rows` rows of `columns` values, `stride` apart, lie within `count`.
static bool fits(size_t rows, size_t columns, size_t stride, size_t count) {
    size_t end = 0;
    return rows > 0 && columns > 0 && stride >= columns
        && !__builtin_mul_overflow(rows - 1, stride, &end)
        && !__builtin_add_overflow(end, columns, &end) && end <= count;
}

int32_t trove_pack_rows(
    trove_scratch *scratch, trove_precision precision, const float *values, size_t count,
    size_t rows, size_t columns, size_t stride, const trove_layer_normalization *normalization) {
    scratch->rows.rows = 0;
    if (!fits(rows, columns, stride, count)) return -1;
    const struct trove_product_kernels *kernels =
        trove_layer_kernels_current()->products[precision];
    const size_t per_word = trove_word_values(precision);
    const size_t words = (columns + per_word - 1) / per_word;
    // No more words than `count` values and one a row: neither product can overflow.
    uint32_t *tiles = reserved(&scratch->tiles, rows * words);
    float *row_values = reserved(&scratch->row_values, 2 * rows);
    void *temporary = reserved(&scratch->temporary, kernels->tile_rows * (columns + words));
    if (!tiles || !row_values || !temporary) return -2;
    scratch->rows = (struct trove_packed_rows){
        .kernels = kernels,
        .precision = precision,
        .rows = rows,
        .columns = columns,
        .words = words,
        .tiles = tiles,
        .scales = row_values,
        .offsets = row_values + rows,
    };
    const struct trove_source_rows source = {
        .values = values,
        .rows = rows,
        .columns = columns,
        .stride = stride,
        .normalization = normalization,
    };
    kernels->pack(&source, &scratch->rows, temporary);
    return 0;
}

int32_t trove_multiply_rows(
    trove_scratch *scratch, const trove_weights *weights, trove_activation activation, bool adds,
    float *result, size_t count, size_t stride) {
    const struct trove_packed_rows *rows = &scratch->rows;
    if (!fits(rows->rows, weights->outputs, stride, count)
        || rows->columns != weights->inputs || rows->precision != weights->precision)
        return -1;
    const struct trove_epilogue epilogue = {
        .activation = activation,
        .adds = adds,
        .result = result,
        .stride = stride,
    };
    rows->kernels->multiply(rows, weights, &epilogue);
    return 0;
}

int32_t trove_attend(
    trove_scratch *scratch, trove_matrix queries, trove_matrix keys, trove_matrix values,
    size_t columns, float scale, bool is_causal, float *result, size_t result_count,
    size_t result_stride) {
    if (!fits(queries.rows, columns, queries.stride, queries.count)
        || !fits(keys.rows, columns, keys.stride, keys.count)
        || !fits(values.rows, columns, values.stride, values.count) || keys.rows != values.rows
        || !fits(queries.rows, columns, result_stride, result_count))
        return -1;
    const struct trove_layer_kernels *kernels = trove_layer_kernels_current();
    const size_t padded_keys = trove_rounded_up(keys.rows, TROVE_PANEL);
    const size_t padded_columns = trove_rounded_up(columns, TROVE_PANEL);
    // Keys and values in panels; a tile of queries, their scores, and these once more.
    const size_t rows = kernels->products[trove_precision_f32]->tile_rows;
    float *memory = reserved(
        &scratch->attention,
        padded_keys * columns + keys.rows * padded_columns
            + rows * (columns + padded_keys + keys.rows));
    if (!memory) return -2;
    const struct trove_attention attention = {
        .queries = queries,
        .keys = keys,
        .values = values,
        .columns = columns,
        .scale = scale,
        .is_causal = is_causal,
        .result = result,
        .result_stride = result_stride,
        .memory = memory,
    };
    kernels->attend(&attention);
    return 0;
}
