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
    float *powers = scores + ATTENTION_ROWS * padded_keys;
    float shares[ATTENTION_ROWS];
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
    const size_t height = trove_tile_height(rows, ATTENTION_ROWS);
    for (size_t begin = 0; begin < rows; begin += height) {
        const size_t count = trove_rows_left(rows, begin, height);
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
            // Whole vectors, of which what is not seen takes no part.
            const size_t whole = trove_rounded_up(own, LANES);
            for (size_t i = own; i < whole; i++) row[i] = -__builtin_inff();
            shares[r] = 1.0f / exponentials(row, whole);
            for (size_t i = own; i < seen; i++) row[i] = 0;
        }
        trove_transpose(
            (const uint32_t *)scores, padded_keys, count, seen, (uint32_t *)powers, count);
        for (size_t column = 0; column < columns; column += TROVE_PANEL) {
            ATTENTION_TILE(
                count, (const uint32_t *)powers, (const uint32_t *)(values + column),
                value_stride, seen, sums);
            const size_t width = columns - column < TROVE_PANEL ? columns - column : TROVE_PANEL;
            for (size_t r = 0; r < count; r++) {
                const float *from = (const float *)sums + r * TROVE_PANEL;
                float *to = attention->result + (begin + r) * attention->result_stride + column;
                for (size_t i = 0; i < width; i += LANES)
                    store_part(to + i, load(from + i) * shares[r], width - i);
            }
        }
    }
}
