// Resampling of 8-bit pictures with antialiasing.
#ifndef TROVE_RESIZE_H
#define TROVE_RESIZE_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    /// Triangle of radius 1.
    TROVE_FILTER_BILINEAR = 0,
    /// Keys' cubic with a = -0.5 and radius 2.
    TROVE_FILTER_BICUBIC = 1,
} trove_filter;

/// A part of a picture: its first column and row, and its extent.
typedef struct {
    int32_t left, top, width, height;
} trove_box;

/// Resamples `box` of an interleaved RGB picture (height × width × 3) to scaled_height ×
/// scaled_width, of which only `window` is computed: three planes of floats, rounded and limited
/// to 0…255 as an 8-bit picture would be, then mapped to (value - offset) * scale.
/// The filter is widened when shrinking, so that every source pixel counts, as Pillow's does.
/// Returns 0; -1 when a length, the box or the window does not fit; -2 when memory is short.
int32_t trove_resize(
    const uint8_t *source, size_t source_count, int32_t width, int32_t height, trove_box box,
    int32_t scaled_width, int32_t scaled_height, trove_box window, trove_filter filter,
    float offset, float scale, float *result, size_t result_count);

#endif
