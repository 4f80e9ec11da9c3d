// The product of packed rows with packed weights in one precision.
//
// Before it come vectors.h and packing_template.h, and these definitions, which are gone behind it:
// NAME(function)   the name that a function of this precision gets
// PRECISION        the precision
// TILE_ROWS        rows of a tile at most, up to 12
// TILE_VECTORS     vectors of outputs that are summed at once
// SUM              what sums are kept in: vf, or vi for bytes
// MULTIPLY_ADD     (sum, word of a row, words of outputs)

enum {
    /// Bytes of panels that are multiplied with all rows before the next ones are, so that they
    /// stay in the second cache.
    NAME(group_bytes) = 384 << 10,
};

/// `rows` is a constant wherever this is inlined, so that the sums are registers.
INLINE void NAME(sum_tile)(
    size_t rows, const uint32_t *row_words, const uint32_t *panel, size_t panel_stride,
    size_t words, uint32_t *result) {
    for (size_t column = 0; column < TROVE_PANEL; column += LANES * TILE_VECTORS) {
        SUM sums[TILE_ROWS][TILE_VECTORS] = {0};
        const uint32_t *outputs = panel + column, *inputs = row_words;
        for (size_t w = 0; w < words; w++, outputs += panel_stride, inputs += rows) {
            vu weights[TILE_VECTORS];
            for (size_t v = 0; v < TILE_VECTORS; v++)
                weights[v] = load_words(outputs + v * LANES);
#pragma clang loop unroll(full)
            for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
                for (size_t v = 0; v < TILE_VECTORS; v++)
                    sums[r][v] = MULTIPLY_ADD(sums[r][v], inputs[r], weights[v]);
        }
        for (size_t r = 0; r < rows; r++)
            for (size_t v = 0; v < TILE_VECTORS; v++)
                store_words(result + r * TROVE_PANEL + column + v * LANES, (vu)sums[r][v]);
    }
}

/// `result` gets rows × TROVE_PANEL sums; words of the panel are `panel_stride` apart.
TARGET static void NAME(tile)(
    size_t rows, const uint32_t *row_words, const uint32_t *panel, size_t panel_stride,
    size_t words, uint32_t *result) {
#define CASE(count)                                                                            \
    case count:                                                                                \
        return NAME(sum_tile)(count, row_words, panel, panel_stride, words, result);
    switch (rows) {
        CASE(1)
        CASE(2)
        CASE(3)
        CASE(4)
#if TILE_ROWS > 4
        CASE(5)
        CASE(6)
#endif
#if TILE_ROWS > 6
        CASE(7)
        CASE(8)
        CASE(9)
        CASE(10)
        CASE(11)
        CASE(12)
#endif
    }
#undef CASE
}

/// Turns a tile's sums into results.
INLINE void NAME(finish)(
    const struct trove_packed_rows *rows, const struct trove_weights *weights,
    const struct trove_epilogue *epilogue, trove_activation activation, size_t first_row,
    size_t count, size_t column, const uint32_t *sums) {
    const size_t end =
        weights->outputs < column + TROVE_PANEL ? weights->outputs : column + TROVE_PANEL;
    for (size_t i = column; i < end; i += LANES) {
        const vf bias = load(weights->bias + i), scales = load(weights->scales + i);
        const vf offsets = scales * load(weights->sums + i);
        for (size_t r = 0; r < count; r++) {
            float *result = epilogue->result + (first_row + r) * epilogue->stride + i;
            const SUM total = (SUM)load_words(sums + r * TROVE_PANEL + i - column);
            vf value;
            if (PRECISION == trove_precision_int8)
                value = __builtin_convertvector(total, vf) * (scales * rows->scales[first_row + r])
                    + (offsets * rows->offsets[first_row + r] + bias);
            else
                value = (vf)total + bias;
            value = activated(activation, value);
            if (epilogue->adds) value += load_part(result, end - i, 0);
            store_part(result, value, end - i);
        }
    }
}

TARGET static void NAME(multiply)(
    const struct trove_packed_rows *rows, const struct trove_weights *weights,
    const struct trove_epilogue *epilogue) {
    const size_t words = weights->words, height = trove_tile_height(rows->rows, TILE_ROWS);
    const size_t panel_bytes = TROVE_PANEL * words * sizeof(uint32_t);
    const size_t together = NAME(group_bytes) / panel_bytes;
    const size_t group = TROVE_PANEL * (together > 0 ? together : 1);
    uint32_t sums[TILE_ROWS * TROVE_PANEL] __attribute__((aligned(64)));
    for (size_t first = 0; first < weights->outputs; first += group) {
        const size_t last =
            weights->outputs - first < group ? weights->outputs : first + group;
        for (size_t begin = 0; begin < rows->rows; begin += height) {
            const size_t count = trove_rows_left(rows->rows, begin, height);
            for (size_t column = first; column < last; column += TROVE_PANEL) {
                NAME(tile)(
                    count, rows->tiles + begin * words, weights->panels + column * words,
                    TROVE_PANEL, words, sums);
#define FINISH(activation)                                                                     \
    NAME(finish)(rows, weights, epilogue, activation, begin, count, column, sums)
                switch (epilogue->activation) {
                case trove_activation_gelu:
                    FINISH(trove_activation_gelu);
                    break;
                case trove_activation_quick_gelu:
                    FINISH(trove_activation_quick_gelu);
                    break;
                case trove_activation_gelu_tanh:
                    FINISH(trove_activation_gelu_tanh);
                    break;
                case trove_activation_rectifier:
                    FINISH(trove_activation_rectifier);
                    break;
                default:
                    FINISH(trove_activation_none);
                }
#undef FINISH
            }
        }
    }
}

TARGET static void NAME(pack)(
    const struct trove_source_rows *source, struct trove_packed_rows *rows, void *temporary) {
    pack_rows(source, rows, temporary, PRECISION, TILE_ROWS);
}

const struct trove_product_kernels NAME(trove_products) = {
    .tile_rows = TILE_ROWS, .pack = NAME(pack), .multiply = NAME(multiply)};

#undef NAME
#undef PRECISION
#undef TILE_ROWS
#undef TILE_VECTORS
#undef SUM
#undef MULTIPLY_ADD
