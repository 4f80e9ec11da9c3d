#ifndef TROVE_IMAGE_CODECS_H
#define TROVE_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

// Decoders for JPEG (libjpeg-turbo) and PNG (libpng) over a file descriptor.
//
// Both libraries leave a function by longjmp when something is wrong. Every setjmp stands in the C
// function that Swift called, so no jump ever crosses a Swift frame. Files are read with pread: the
// descriptor's own position is neither used nor changed, and the descriptor is never closed here.

typedef enum {
    TROVE_IMAGE_OK = 0,
    TROVE_IMAGE_TRUNCATED,
    TROVE_IMAGE_CORRUPT,
    TROVE_IMAGE_UNSUPPORTED,
    TROVE_IMAGE_TOO_LARGE,
    TROVE_IMAGE_NOT_READABLE,
} trove_image_status;

/// What went wrong, in the library's words; always terminated.
typedef struct {
    char text[200];
} trove_image_message;

/// What the header says, before any memory for pixels is taken.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// 1 when the file can only be decoded as a whole (progressive, interlaced), 0 when row by row.
    int32_t whole;
} trove_image_header;

/// A file, or the part of it that is a file of its own.
typedef struct {
    int32_t fd;
    /// Where it begins in the file, and its bytes.
    uint64_t start, size;
} trove_image_source;

/// Reads a JPEG's header.
trove_image_status trove_jpeg_read_header(
    trove_image_source source, trove_image_header *header, trove_image_message *message);

/// Decodes a JPEG to 8-bit RGB at `eighths`/8 of its size (1...8), each side rounded up.
///
/// Grey, CMYK and YCCK come out as RGB too. `width` and `height` are the sides the caller has
/// computed; the call fails when they are not what libjpeg will deliver.
/// `rgb` has `size` bytes, which must be `width * height * 3`. Libjpeg holds at most `max_memory`
/// bytes of its own (a progressive file needs all its coefficients).
trove_image_status trove_jpeg_decode(
    trove_image_source source, int32_t eighths, uint32_t width, uint32_t height, uint8_t *rgb,
    size_t size, size_t max_memory, trove_image_message *message);

/// Reads a PNG's header.
trove_image_status trove_png_read_header(
    int fd, trove_image_header *header, trove_image_message *message);

/// Decodes a PNG to 8-bit RGB on white, shrunk by averaging squares of `shrink` pixels.
///
/// `width` and `height` are the result's sides, the file's divided by `shrink` and rounded up;
/// `rgb` has `size` bytes, which must be `width * height * 3`.
trove_image_status trove_png_decode(
    int fd, uint32_t shrink, uint32_t width, uint32_t height, uint8_t *rgb, size_t size,
    trove_image_message *message);

#endif
