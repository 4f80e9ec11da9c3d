#ifndef TROVE_HEIF_H
#define TROVE_HEIF_H

#include <stddef.h>
#include <stdint.h>

// HEIF pictures (HEVC or AV1) over a file descriptor, by libheif.
//
// The file is read with pread: the descriptor's own position is neither used nor changed, and the
// descriptor is never closed here. A value is used by one thread at a time.

typedef struct trove_heif trove_heif;

typedef enum {
    TROVE_HEIF_OK = 0,
    TROVE_HEIF_TRUNCATED,
    TROVE_HEIF_CORRUPT,
    TROVE_HEIF_UNSUPPORTED,
    TROVE_HEIF_TOO_LARGE,
} trove_heif_status;

/// What went wrong, in the library's words; always terminated.
typedef struct {
    char text[200];
} trove_heif_message;

/// Opens a file of `size` bytes and reads what it says of its primary picture. `*heif` is NULL unless the
/// status is OK, and else to be closed. `width` and `height` are those of the upright picture.
///
/// No side of a picture may be longer than `max_side`.
trove_heif_status trove_heif_open(
    int fd, uint64_t size, int32_t max_side, trove_heif **heif, uint32_t *width, uint32_t *height,
    trove_heif_message *message);

void trove_heif_close(trove_heif *heif);

/// Turns from the picture to the smallest of its thumbnails whose shorter side is no less than
/// `minimum`, if there is one, and tells the sides.
void trove_heif_choose_thumbnail(
    trove_heif *heif, uint32_t minimum, uint32_t *width, uint32_t *height);

/// Decodes to 8-bit RGB on white, upright, shrunk by averaging squares of `shrink` pixels.
///
/// `width` and `height` are the result's sides, the chosen picture's divided by `shrink` and rounded up;
/// `rgb` has `size` bytes, which must be width · height · 3.
trove_heif_status trove_heif_decode(
    trove_heif *heif, uint32_t shrink, uint32_t width, uint32_t height, uint8_t *rgb, size_t size,
    trove_heif_message *message);

typedef enum {
    /// A TIFF structure.
    TROVE_HEIF_EXIF,
    /// RDF in XML.
    TROVE_HEIF_XMP,
} trove_heif_metadata;

/// Bytes of the picture's metadata; 0 where there is none.
size_t trove_heif_metadata_size(trove_heif *heif, trove_heif_metadata kind);

/// Fills all of `bytes`, of which there are as many as trove_heif_metadata_size tells; 0, or -1 where it
/// can't be read.
int trove_heif_read_metadata(
    trove_heif *heif, trove_heif_metadata kind, uint8_t *bytes, size_t size);

#endif
