/// Kernels that prepare pictures and sound for networks: sizes are checked, memory is there.
#ifndef TROVE_PREPARATION_H
#define TROVE_PREPARATION_H

#include <stddef.h>
#include <stdint.h>

#include "spectrum.h"

enum {
    /// No level has vectors of more floats.
    TROVE_MOST_LANES = 16,
    /// Values of a pixel, of which the last counts nothing.
    TROVE_PIXEL = 4,
    /// Weights of a result are filled up with zeros to so many.
    TROVE_TAP_UNIT = TROVE_MOST_LANES / TROVE_PIXEL,
    TROVE_MOST_RADICES = 20,
};

/// Where each result position along one axis takes its value from: `taps` weights from `first`.
struct trove_axis {
    int32_t taps;
    int32_t *first;
    float *weights;
};

struct trove_spectrum {
    /// Values of a frame, and of the complex transform that is made of them.
    size_t length, half;
    float *window;
    /// cos and sin of the angles -2π i / half.
    float *turns;
    /// cos and sin of the angles 2π i / length, of i up to half.
    float *splits;
    /// Whose product is `half`.
    size_t radices[TROVE_MOST_RADICES], radix_count;
    trove_band *bands;
    size_t band_count;
    float *weights;
    bool magnitudes;
};

/// Kernels of one level.
struct trove_preparation_kernels {
    /// Makes of a row of RGB pixels `results` pixels of four floats, rounded to whole numbers from 0
    /// to 255. `pixels` has room for `width` pixels of four floats and TROVE_TAP_UNIT more.
    void (*narrow_row)(
        const uint8_t *row, size_t width, const struct trove_axis *columns, size_t results,
        float *pixels, float *result);
    /// Makes `count` values, a multiple of TROVE_MOST_LANES, of as many of each of `taps` rows that are
    /// `stride` apart, rounded likewise.
    void (*combine_rows)(
        const float *rows, size_t stride, const float *weights, size_t taps, size_t count,
        float *result);
    /// See trove_spectrum_bands. `memory` holds trove_spectrum_memory floats.
    void (*sum_bands)(
        const struct trove_spectrum *spectrum, const float *samples, size_t sample_count,
        size_t hop, size_t frames, float *memory, float *result);
};

/// Floats: two arrays of complex numbers, in turn read and written, and frames at the sound's end.
static inline size_t trove_spectrum_memory(const struct trove_spectrum *spectrum) {
    return TROVE_MOST_LANES * (2 * 2 * (spectrum->half + 1) + spectrum->length);
}

/// The kernels in use.
const struct trove_preparation_kernels *trove_preparation_kernels_current(void);

extern const struct trove_preparation_kernels trove_preparation_scalar;
#if defined(__x86_64__)
extern const struct trove_preparation_kernels trove_preparation_avx2;
extern const struct trove_preparation_kernels trove_preparation_avx512;
#elif defined(__aarch64__)
extern const struct trove_preparation_kernels trove_preparation_neon;
#endif

#endif
