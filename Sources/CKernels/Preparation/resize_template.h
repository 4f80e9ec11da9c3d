// Steps of resampling pictures, of one instruction set; vectors.h comes before.

/// One weight for the four values of each pixel in a vector.
INLINE vf spread_weights(const float *weights) {
#if LANES == 16
    typedef float four __attribute__((vector_size(16), aligned(4), may_alias));
    const four w = *(const four *)weights;
    return __builtin_shufflevector(w, w, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
#elif LANES == 8
    typedef float two __attribute__((vector_size(8), aligned(4), may_alias));
    const two w = *(const two *)weights;
    return __builtin_shufflevector(w, w, 0, 0, 0, 0, 1, 1, 1, 1);
#else
    return splat(*weights);
#endif
}

/// Whole numbers from 0 to 255, halves upwards.
INLINE vf as_bytes(vf values) {
    const vf limited = smaller(larger(values, splat(0)), splat(255));
    return __builtin_convertvector(__builtin_convertvector(limited + 0.5f, vi), vf);
}

TARGET static void narrow_row(
    const uint8_t *row, size_t width, const struct trove_axis *columns, size_t results,
    float *pixels, float *result) {
    for (size_t i = 0; i < width; i++) {
        for (size_t channel = 0; channel < 3; channel++)
            pixels[TROVE_PIXEL * i + channel] = row[3 * i + channel];
        pixels[TROVE_PIXEL * i + 3] = 0;
    }
    const size_t taps = (size_t)columns->taps;
    for (size_t i = 0; i < results; i++) {
        const float *weights = columns->weights + i * taps;
        const float *from = pixels + TROVE_PIXEL * (size_t)columns->first[i];
        vf total = {0};
        for (size_t t = 0; t < taps; t += LANES / TROVE_PIXEL)
            total += spread_weights(weights + t) * load(from + TROVE_PIXEL * t);
        float lanes[LANES];
        store(lanes, total);
        for (size_t half = LANES / 2; half >= TROVE_PIXEL; half /= 2)
            for (size_t lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        for (size_t lane = 0; lane < TROVE_PIXEL; lane++)
            result[TROVE_PIXEL * i + lane] = lanes[lane];
    }
    for (size_t i = 0; i < TROVE_PIXEL * results; i += LANES)
        store_part(
            result + i, as_bytes(load_part(result + i, TROVE_PIXEL * results - i, 0)),
            TROVE_PIXEL * results - i);
}

TARGET static void combine_rows(
    const float *rows, size_t stride, const float *weights, size_t taps, size_t count,
    float *result) {
    for (size_t i = 0; i < count; i += LANES) {
        vf total = {0};
        for (size_t t = 0; t < taps; t++) total += weights[t] * load(rows + t * stride + i);
        store(result + i, as_bytes(total));
    }
}
