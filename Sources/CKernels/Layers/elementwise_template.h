// Element-wise steps of one instruction set; vectors.h comes before.

/// `result` may be `values`.
INLINE void normalize_row(
    const float *values, size_t columns, const trove_layer_normalization *by, float *result) {
    const size_t whole = columns / LANES * LANES;
    vf total = {0};
    for (size_t i = 0; i < whole; i += LANES) total += load(values + i);
    float rest = 0;
    for (size_t i = whole; i < columns; i++) rest += values[i];
    const float mean = (sum(total) + rest) / (float)columns;
    vf squares = {0};
    for (size_t i = 0; i < whole; i += LANES) {
        const vf distance = load(values + i) - mean;
        squares += distance * distance;
    }
    rest = 0;
    for (size_t i = whole; i < columns; i++) rest += (values[i] - mean) * (values[i] - mean);
    const float variance = (sum(squares) + rest) / (float)columns;
    const float scale = 1.0f / __builtin_sqrtf(variance + by->epsilon);
    for (size_t i = 0; i < whole; i += LANES)
        store(
            result + i,
            (load(values + i) - mean) * scale * load(by->gain + i) + load(by->bias + i));
    for (size_t i = whole; i < columns; i++)
        result[i] = (values[i] - mean) * scale * by->gain[i] + by->bias[i];
}

TARGET static void normalize(
    float *values, size_t rows, size_t columns, const trove_layer_normalization *by) {
    for (size_t row = 0; row < rows; row++)
        normalize_row(values + row * columns, columns, by, values + row * columns);
}

/// Replaces whole vectors of values by exp(value - maximum), and returns what they add up to.
INLINE float exponentials(float *values, size_t columns) {
    vf most = load(values);
    for (size_t i = LANES; i < columns; i += LANES) most = larger(most, load(values + i));
    const float maximum = largest(most);
    vf total = {0};
    for (size_t i = 0; i < columns; i += LANES) {
        const vf power = exponential(load(values + i) - maximum);
        total += power;
        store(values + i, power);
    }
    return sum(total);
}

TARGET static void softmax(float *values, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        float *x = values + row * columns;
        vf most = splat(-__builtin_inff());
        for (size_t i = 0; i < columns; i += LANES)
            most = larger(most, load_part(x + i, columns - i, -__builtin_inff()));
        const float maximum = largest(most);
        vf total = {0};
        for (size_t i = 0; i < columns; i += LANES) {
            // What is behind the end becomes as good as nothing.
            const vf power =
                exponential(load_part(x + i, columns - i, -__builtin_inff()) - maximum);
            total += power;
            store_part(x + i, power, columns - i);
        }
        const float share = 1.0f / sum(total);
        for (size_t i = 0; i < columns; i++) x[i] *= share;
    }
}

TARGET static void activate(trove_activation activation, float *values, size_t count) {
    for (size_t i = 0; i < count; i += LANES)
        store_part(
            values + i, activated(activation, load_part(values + i, count - i, 0)), count - i);
}
