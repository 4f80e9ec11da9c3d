#ifndef TROVE_RAW_H
#define TROVE_RAW_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Camera RAW over a file descriptor, by LibRaw.
//
// The file is read with pread: the descriptor's own position is neither used nor changed, and the
// descriptor is never closed here. No exception leaves these functions. A value is used by one thread
// at a time.

typedef struct trove_raw trove_raw;

/// What LibRaw has to say; `LIBRAW_SUCCESS` is 0.
typedef enum {
    TROVE_RAW_OK = 0,
    TROVE_RAW_TRUNCATED,
    TROVE_RAW_CORRUPT,
    TROVE_RAW_UNSUPPORTED,
    TROVE_RAW_TOO_LARGE,
} trove_raw_status;

/// What the file says, before any memory for pixels is taken.
typedef struct {
    /// Of the picture as it is stored, not turned.
    uint32_t width, height;
    /// The EXIF orientation, 1 to 8.
    int32_t orientation;
    /// Where the largest preview that is a JPEG file lies; no bytes where there is none.
    uint64_t preview_offset, preview_length;
} trove_raw_header;

/// Opens a file of `size` bytes and reads its header. `*raw` is NULL unless the status is OK, and else to
/// be closed.
trove_raw_status trove_raw_open(int fd, uint64_t size, trove_raw **raw, trove_raw_header *header);

void trove_raw_close(trove_raw *raw);

/// Develops the sensor's values to 8-bit sRGB with the camera's white balance, without turning them; with
/// `half` every square of four sensor values becomes a pixel, which spares the interpolation. At most
/// `max_memory` bytes are taken for the sensor's values. Once for each value.
trove_raw_status trove_raw_develop(
    trove_raw *raw, int half, uint64_t max_memory, uint32_t *width, uint32_t *height);

/// Copies the developed picture to `rgb` of `size` bytes, which must be width · height · 3.
trove_raw_status trove_raw_copy(trove_raw *raw, uint8_t *rgb, size_t size);

#ifdef __cplusplus
}
#endif

#endif
