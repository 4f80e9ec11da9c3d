// Spectrograms in one instruction set; vectors.h comes before.
//
// A vector holds the same value of LANES frames: their transforms go side by side, without a shuffle.

typedef struct {
    vf re, im;
} complex_lanes;

INLINE complex_lanes get(const float *values, size_t index) {
    const float *at = values + 2 * LANES * index;
    return (complex_lanes){load(at), load(at + LANES)};
}

INLINE void put(float *values, size_t index, complex_lanes number) {
    float *at = values + 2 * LANES * index;
    store(at, number.re);
    store(at + LANES, number.im);
}

INLINE complex_lanes turned(complex_lanes number, const float *turn) {
    return (complex_lanes){
        number.re * turn[0] - number.im * turn[1], number.re * turn[1] + number.im * turn[0]};
}

INLINE complex_lanes added(complex_lanes a, complex_lanes b) {
    return (complex_lanes){a.re + b.re, a.im + b.im};
}

INLINE complex_lanes less(complex_lanes a, complex_lanes b) {
    return (complex_lanes){a.re - b.re, a.im - b.im};
}

/// One step of Stockham's transform, which needs no reordering: of `spans` transforms, each of
/// `radix` · `rest` numbers that are `spans` apart, `radix` times as many of `rest` numbers are made.
INLINE void transform_step(
    const struct trove_spectrum *spectrum, size_t radix, size_t rest, size_t spans,
    const float *from, float *to) {
    const size_t half = spectrum->half;
    for (size_t p = 0; p < rest; p++) {
        for (size_t q = 0; q < spans; q++) {
            const size_t source = q + spans * p, target = q + spans * radix * p;
            const size_t apart = spans * rest;
            if (radix == 4) {
                const complex_lanes a = get(from, source), b = get(from, source + apart);
                const complex_lanes c = get(from, source + 2 * apart);
                const complex_lanes d = get(from, source + 3 * apart);
                const complex_lanes sum_ac = added(a, c), sum_bd = added(b, d);
                const complex_lanes less_ac = less(a, c), less_bd = less(b, d);
                // -i times the difference of b and d
                const complex_lanes quarter = {less_bd.im, -less_bd.re};
                const float *turn = spectrum->turns;
                put(to, target, added(sum_ac, sum_bd));
                put(to, target + spans, turned(added(less_ac, quarter), turn + 2 * spans * p));
                put(to, target + 2 * spans, turned(less(sum_ac, sum_bd), turn + 4 * spans * p));
                put(to, target + 3 * spans, turned(less(less_ac, quarter), turn + 6 * spans * p));
                continue;
            }
            for (size_t k = 0; k < radix; k++) {
                complex_lanes total = {0};
                for (size_t j = 0; j < radix; j++) {
                    const float *turn = spectrum->turns + 2 * (j * k % radix * (half / radix));
                    total = added(total, turned(get(from, source + j * apart), turn));
                }
                put(to, target + k * spans,
                    turned(total, spectrum->turns + 2 * (spans * p * k % half)));
            }
        }
    }
}

/// Two real values after each other make a complex number.
INLINE void load_frames(
    const struct trove_spectrum *spectrum, const float *const *frames, float *to) {
    for (size_t i = 0; i < spectrum->length; i++) {
        vf values = {0};
        for (size_t lane = 0; lane < LANES; lane++) values[lane] = frames[lane][i];
        store(to + LANES * i, values * spectrum->window[i]);
    }
}

/// The powers of the bins, or the roots of these, from the transform of pairs of values.
INLINE void split_powers(const struct trove_spectrum *spectrum, const float *from, float *powers) {
    const size_t half = spectrum->half;
    for (size_t k = 0; k <= half; k++) {
        const complex_lanes a = get(from, k % half), b = get(from, (half - k) % half);
        const vf even_re = 0.5f * (a.re + b.re), even_im = 0.5f * (a.im - b.im);
        const vf odd_re = 0.5f * (a.im + b.im), odd_im = 0.5f * (b.re - a.re);
        const float cosine = spectrum->splits[2 * k], sine = spectrum->splits[2 * k + 1];
        const vf re = even_re + odd_re * cosine + odd_im * sine;
        const vf im = even_im + odd_im * cosine - odd_re * sine;
        const vf power = re * re + im * im;
        store(powers + LANES * k, spectrum->magnitudes ? __builtin_elementwise_sqrt(power) : power);
    }
}

TARGET static void sum_bands(
    const struct trove_spectrum *spectrum, const float *samples, size_t sample_count, size_t hop,
    size_t frames, float *memory, float *result) {
    const size_t length = spectrum->length;
    float *one = memory, *other = one + 2 * TROVE_MOST_LANES * (spectrum->half + 1);
    float *ends = other + 2 * TROVE_MOST_LANES * (spectrum->half + 1);
    for (size_t first = 0; first < frames; first += LANES) {
        const float *sources[LANES];
        for (size_t lane = 0; lane < LANES; lane++) {
            // A lane without a frame does again what the last one does.
            const size_t frame = first + lane < frames ? first + lane : frames - 1;
            const size_t begin = frame * hop < sample_count ? frame * hop : sample_count;
            sources[lane] = samples + begin;
            if (sample_count - begin >= length) continue;
            float *end = ends + lane * length;
            for (size_t i = 0; i < length; i++)
                end[i] = begin + i < sample_count ? samples[begin + i] : 0;
            sources[lane] = end;
        }
        load_frames(spectrum, sources, one);
        float *from = one, *to = other;
        size_t spans = 1, rest = spectrum->half;
        for (size_t i = 0; i < spectrum->radix_count; i++) {
            const size_t radix = spectrum->radices[i];
            rest /= radix;
            if (radix == 4)
                transform_step(spectrum, 4, rest, spans, from, to);
            else
                transform_step(spectrum, radix, rest, spans, from, to);
            spans *= radix;
            float *swapped = from;
            from = to;
            to = swapped;
        }
        split_powers(spectrum, from, to);
        for (size_t band = 0; band < spectrum->band_count; band++) {
            const trove_band *weighted = &spectrum->bands[band];
            vf total = {0};
            for (size_t i = 0; i < weighted->count; i++)
                total += weighted->weights[i] * load(to + LANES * (weighted->first + i));
            for (size_t lane = 0; lane < LANES && first + lane < frames; lane++)
                result[(first + lane) * spectrum->band_count + band] = total[lane];
        }
    }
}

#define PREPARATION_KERNELS(level)                                                             \
    const struct trove_preparation_kernels trove_preparation_##level = {                       \
        .narrow_row = narrow_row,                                                              \
        .combine_rows = combine_rows,                                                          \
        .sum_bands = sum_bands,                                                                \
    }
