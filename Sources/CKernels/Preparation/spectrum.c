#include "spectrum.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "preparation.h"

enum { LONGEST = 1 << 20 };

/// Fours, and then whatever else divides `half`.
static void factorize(struct trove_spectrum *spectrum) {
    size_t rest = spectrum->half, radix = 4;
    while (rest > 1) {
        while (rest % radix != 0) radix = radix == 4 ? 2 : radix == 2 ? 3 : radix + 2;
        // What is left of a large prime is found at once.
        if (radix * radix > rest && radix != 4) radix = rest;
        spectrum->radices[spectrum->radix_count++] = radix;
        rest /= radix;
    }
}

static void fill_with_angles(float *pairs, size_t count, double step) {
    for (size_t i = 0; i < count; i++) {
        pairs[2 * i] = (float)cos(step * (double)i);
        pairs[2 * i + 1] = (float)sin(step * (double)i);
    }
}

/// - Returns: the weights of all bands together, SIZE_MAX where a band does not fit.
static size_t weight_count(const trove_band *bands, size_t count, size_t bins) {
    size_t weights = 0;
    for (size_t i = 0; i < count; i++) {
        if (bands[i].first > bins || bands[i].count > bins - bands[i].first) return SIZE_MAX;
        weights += bands[i].count;
    }
    return weights;
}

trove_spectrum *trove_spectrum_make(
    const float *window, size_t length, const trove_band *bands, size_t band_count,
    bool magnitudes) {
    if (length < 2 || length % 2 != 0 || length > LONGEST || band_count > LONGEST) return NULL;
    const size_t weights = weight_count(bands, band_count, length / 2 + 1);
    if (weights == SIZE_MAX) return NULL;
    struct trove_spectrum *spectrum = calloc(1, sizeof *spectrum);
    if (!spectrum) return NULL;
    spectrum->length = length;
    spectrum->half = length / 2;
    spectrum->band_count = band_count;
    spectrum->magnitudes = magnitudes;
    spectrum->window = malloc(length * sizeof *window);
    spectrum->turns = malloc(length * sizeof *spectrum->turns);
    spectrum->splits = malloc((length + 2) * sizeof *spectrum->splits);
    spectrum->bands = malloc((band_count + 1) * sizeof *bands);
    spectrum->weights = malloc((weights + 1) * sizeof *spectrum->weights);
    if (!spectrum->window || !spectrum->turns || !spectrum->splits || !spectrum->bands
        || !spectrum->weights) {
        trove_spectrum_free(spectrum);
        return NULL;
    }
    memcpy(spectrum->window, window, length * sizeof *window);
    const double turn = 2 * acos(-1);
    fill_with_angles(spectrum->turns, spectrum->half, -turn / (double)spectrum->half);
    fill_with_angles(spectrum->splits, spectrum->half + 1, turn / (double)length);
    factorize(spectrum);
    float *next = spectrum->weights;
    for (size_t i = 0; i < band_count; i++) {
        spectrum->bands[i] = bands[i];
        spectrum->bands[i].weights = next;
        if (bands[i].count > 0) memcpy(next, bands[i].weights, bands[i].count * sizeof *next);
        next += bands[i].count;
    }
    return spectrum;
}

void trove_spectrum_free(trove_spectrum *spectrum) {
    if (!spectrum) return;
    free(spectrum->window);
    free(spectrum->turns);
    free(spectrum->splits);
    free(spectrum->bands);
    free(spectrum->weights);
    free(spectrum);
}

int trove_spectrum_bands(
    const trove_spectrum *spectrum, const float *samples, size_t sample_count, size_t hop,
    size_t frames, float *result, size_t result_count) {
    size_t values, begin;
    if (__builtin_mul_overflow(frames, spectrum->band_count, &values) || values != result_count
        || __builtin_mul_overflow(frames, hop, &begin))
        return -1;
    float *memory = malloc(trove_spectrum_memory(spectrum) * sizeof *memory);
    if (!memory) return -2;
    trove_preparation_kernels_current()->sum_bands(
        spectrum, samples, sample_count, hop, frames, memory, result);
    free(memory);
    return 0;
}
