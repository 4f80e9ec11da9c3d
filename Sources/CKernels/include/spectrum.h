// Spectrograms: real Fourier transforms of windowed frames of sound, summed up in bands.
#ifndef TROVE_SPECTRUM_H
#define TROVE_SPECTRUM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct trove_spectrum trove_spectrum;

/// Weights of one band: `count` of them for the bins from `first` on.
typedef struct {
    size_t first, count;
    const float *weights;
} trove_band;

/// Prepares transforms of frames that are multiplied by `window`, of an even `length` from 2 to 2^20.
/// There are length / 2 + 1 bins; bands take their powers, or with `magnitudes` the roots of these.
/// Everything is copied. NULL when memory is short, or a length or a band does not fit.
trove_spectrum *trove_spectrum_make(
    const float *window, size_t length, const trove_band *bands, size_t band_count,
    bool magnitudes);

void trove_spectrum_free(trove_spectrum *spectrum);

/// Of each frame the sum of each band: `frames` rows with one value a band, `result_count` in all.
/// Frame i begins at sample i · hop; behind the last of `sample_count` samples is silence.
/// Returns 0; -1 when a count does not fit; -2 when memory is short. May be called from several
/// threads at once.
int trove_spectrum_bands(
    const trove_spectrum *spectrum, const float *samples, size_t sample_count, size_t hop,
    size_t frames, float *result, size_t result_count);

#endif
