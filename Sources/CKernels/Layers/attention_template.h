// One head of attention; product_template.h for 32 bits comes before, and these definitions:
// ATTENTION_TILE   that template's tile function
// ATTENTION_ROWS   its rows at most

TARGET static void attend(const struct trove_attention *attention) {
    const size_t columns = attention->columns, keys = attention->keys.rows;
    const size_t padded_keys = trove_rounded_up(keys, TROVE_PANEL);
    const size_t padded_columns = trove_rounded_up(columns, TROVE_PANEL);
    float *key_panels = attention->memory;
    float *copied_values = key_panels + padded_keys * columns;
    float *queries = copied_values + keys * padded_columns;
    float *scores = queries + ATTENTION_ROWS * columns;
    float *shares = scores + ATTENTION_ROWS * padded_keys;
    uint32_t sums[ATTENTION_ROWS * TROVE_PANEL] __attribute__((aligned(64)));

    for (size_t key = 0; key < keys; key += TROVE_PANEL) {
        const size_t count = keys - key < TROVE_PANEL ? keys - key : TROVE_PANEL;
        uint32_t *panel = (uint32_t *)(key_panels + key * columns);
        if (count < TROVE_PANEL) memset(panel, 0, TROVE_PANEL * columns * sizeof *panel);
        trove_transpose(
            (const uint32_t *)(attention->keys.values + key * attention->keys.stride),
            attention->keys.stride, count, columns, panel, TROVE_PANEL);
    }
    // Rows whose length is whole panels are panels already.
    const float *values = attention->values.values;
    size_t value_stride = attention->values.stride;
    if (padded_columns != columns) {
        memset(copied_values, 0, keys * padded_columns * sizeof *values);
        for (size_t key = 0; key < keys; key++)
            memcpy(
                copied_values + key * padded_columns, values + key * value_stride,
                columns * sizeof *values);
        values = copied_values;
        value_stride = padded_columns;
    }

    const size_t rows = attention->queries.rows;
    const size_t tiles = (rows + ATTENTION_ROWS - 1) / ATTENTION_ROWS;
    for (size_t tile = 0; tile < tiles; tile++) {
        const size_t begin = trove_tile_begin(rows, tiles, tile);
        const size_t count = trove_tile_begin(rows, tiles, tile + 1) - begin;
        const size_t seen = attention->is_causal && begin + count < keys ? begin + count : keys;
        trove_transpose(
            (const uint32_t *)(attention->queries.values + begin * attention->queries.stride),
            attention->queries.stride, count, columns, (uint32_t *)queries, count);
        for (size_t key = 0; key < seen; key += TROVE_PANEL) {
            ATTENTION_TILE(
                count, (const uint32_t *)queries,
                (const uint32_t *)(key_panels + key * columns), TROVE_PANEL, columns, sums);
            for (size_t r = 0; r < count; r++)
                for (size_t i = 0; i < TROVE_PANEL; i += LANES)
                    store(
                        scores + r * padded_keys + key + i,
                        load((const float *)sums + r * TROVE_PANEL + i) * attention->scale);
        }
        for (size_t r = 0; r < count; r++) {
            float *row = scores + r * padded_keys;
            const size_t own = attention->is_causal && begin + r + 1 < seen ? begin + r + 1 : seen;
            softmax_row(row, own);
            memset(row + own, 0, (seen - own) * sizeof *row);
        }
        trove_transpose(
            (const uint32_t *)scores, padded_keys, count, seen, (uint32_t *)shares, count);
        for (size_t column = 0; column < columns; column += TROVE_PANEL) {
            ATTENTION_TILE(
                count, (const uint32_t *)shares, (const uint32_t *)(values + column),
                value_stride, seen, sums);
            const size_t width = columns - column < TROVE_PANEL ? columns - column : TROVE_PANEL;
            for (size_t r = 0; r < count; r++)
                memcpy(
                    attention->result + (begin + r) * attention->result_stride + column,
                    sums + r * TROVE_PANEL, width * sizeof(float));
        }
    }
}
