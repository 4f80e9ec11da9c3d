/// Layers of transformers as the kernels see them: sizes are checked, memory is there.
#ifndef TROVE_LAYERS_H
#define TROVE_LAYERS_H

#include "linear.h"

enum {
    /// Outputs of a panel.
    TROVE_PANEL = 32,
    TROVE_PRECISION_COUNT = 3,
};

/// Panels of TROVE_PANEL outputs; a panel holds, for each word of inputs, one word an output. A word
/// has 32 bits: one float, two brain floats or four bytes.
struct trove_weights {
    trove_precision precision;
    size_t outputs, inputs;
    /// Words of inputs.
    size_t words;
    uint32_t *panels;
    /// One an output, zero behind the last; `scales` and `sums` are of int8 alone: what a byte counts,
    /// and what the bytes of an output add up to.
    float *bias, *scales, *sums;
};

/// Tiles of a few rows, their words one row beside the other: word w of row r of a tile is at
/// [w · rows of the tile + r]. All tiles have the same height, but the last may be lower.
struct trove_packed_rows {
    const struct trove_product_kernels *kernels;
    trove_precision precision;
    size_t rows, columns, words;
    uint32_t *tiles;
    /// Of int8, one a row: a byte b stands for scale · b + offset.
    float *scales, *offsets;
};

struct trove_source_rows {
    const float *values;
    size_t rows, columns, stride;
    const trove_layer_normalization *normalization;
};

struct trove_epilogue {
    trove_activation activation;
    bool adds;
    float *result;
    size_t stride;
};

/// Kernels of one precision.
struct trove_product_kernels {
    /// Rows of a tile at most.
    size_t tile_rows;
    /// `temporary` has room for tile_rows rows of `columns` floats and as many words.
    void (*pack)(
        const struct trove_source_rows *source, struct trove_packed_rows *rows, void *temporary);
    void (*multiply)(
        const struct trove_packed_rows *rows, const struct trove_weights *weights,
        const struct trove_epilogue *epilogue);
};

struct trove_attention {
    trove_matrix queries, keys, values;
    size_t columns;
    float scale;
    bool is_causal;
    float *result;
    size_t result_stride;
    /// As much as scratch.c reserves.
    float *memory;
};

/// Kernels of one level.
struct trove_layer_kernels {
    const struct trove_product_kernels *products[TROVE_PRECISION_COUNT];
    void (*attend)(const struct trove_attention *attention);
    void (*normalize)(
        float *values, size_t rows, size_t columns, const trove_layer_normalization *by);
    void (*softmax)(float *values, size_t rows, size_t columns);
    void (*activate)(trove_activation activation, float *values, size_t count);
};

/// The kernels in use.
const struct trove_layer_kernels *trove_layer_kernels_current(void);

static inline size_t trove_rounded_up(size_t value, size_t unit) {
    return (value + unit - 1) / unit * unit;
}

/// Rows of a tile where `rows` are divided into as few of at most `limit` as there can be: about
/// evenly, but by fours, which are packed together.
static inline size_t trove_tile_height(size_t rows, size_t limit) {
    const size_t tiles = (rows + limit - 1) / limit;
    const size_t height = trove_rounded_up((rows + tiles - 1) / tiles, 4);
    return height < limit ? height : limit;
}

/// Of `height` rows from `begin` on, how many there are.
static inline size_t trove_rows_left(size_t rows, size_t begin, size_t height) {
    return rows - begin < height ? rows - begin : height;
}

/// Values of one word.
static inline size_t trove_word_values(trove_precision precision) {
    return (size_t)1 << precision;
}

extern const struct trove_layer_kernels trove_layers_scalar;
#if defined(__x86_64__)
extern const struct trove_product_kernels trove_products_int8_avx2;
extern const struct trove_product_kernels trove_products_f32_avx512, trove_products_bf16_avx512;
extern const struct trove_product_kernels trove_products_int8_avx512vnni;
extern const struct trove_product_kernels trove_products_bf16_avx512bf16;
extern const struct trove_layer_kernels trove_layers_avx2;
extern const struct trove_layer_kernels trove_layers_avx512;
extern const struct trove_layer_kernels trove_layers_avx512vnni;
extern const struct trove_layer_kernels trove_layers_avx512bf16;
#elif defined(__aarch64__)
extern const struct trove_layer_kernels trove_layers_neon;
#endif

#endif
