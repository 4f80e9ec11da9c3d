#include "CImageCodecs.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <png.h>

enum { MAX_SIDE = 1000000, MAX_CHUNK = 32 * 1024 * 1024, MAX_CACHED_CHUNKS = 128 };

typedef struct {
    png_structp png;
    png_infop info;
    int fd;
    off_t offset;
    trove_image_status status;
    trove_image_message *message;
    uint8_t *rows;    // one row, or all rows of an interlaced file, RGBA
    uint8_t **row_pointers;
    uint32_t *sums;   // one shrunk row's sums over its squares, R G B
} decoder;

static void fail(png_structp png, trove_image_status status, const char *text) {
    decoder *self = png_get_error_ptr(png);
    self->status = status;
    snprintf(self->message->text, sizeof self->message->text, "%s", text);
    png_longjmp(png, 1);
}

static void on_error(png_structp png, png_const_charp text) {
    fail(png, TROVE_IMAGE_CORRUPT, text);
}

static void on_warning(png_structp png, png_const_charp text) { (void)png; (void)text; }

static void read_data(png_structp png, png_bytep bytes, size_t count) {
    decoder *self = png_get_io_ptr(png);
    while (count > 0) {
        ssize_t got = pread(self->fd, bytes, count, self->offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(png, TROVE_IMAGE_NOT_READABLE, strerror(errno));
        if (got == 0) fail(png, TROVE_IMAGE_TRUNCATED, "the file ends before the picture does");
        self->offset += got;
        bytes += got;
        count -= (size_t)got;
    }
}

static trove_image_status destroy(decoder *self, trove_image_status status) {
    png_destroy_read_struct(&self->png, &self->info, NULL);
    free(self->rows);
    free(self->row_pointers);
    free(self->sums);
    free(self);
    return status;
}

static decoder *make_decoder(int fd, trove_image_message *message) {
    decoder *self = calloc(1, sizeof *self);
    if (self) {
        self->fd = fd;
        self->message = message;
        self->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, self, on_error, on_warning);
        self->info = self->png ? png_create_info_struct(self->png) : NULL;
        if (self->info) return self;
        destroy(self, TROVE_IMAGE_TOO_LARGE);
    }
    snprintf(message->text, sizeof message->text, "out of memory");
    return NULL;
}

static void start(decoder *self) {
    png_set_read_fn(self->png, self, read_data);
    png_set_user_limits(self->png, MAX_SIDE, MAX_SIDE);
    png_set_chunk_malloc_max(self->png, MAX_CHUNK);
    png_set_chunk_cache_max(self->png, MAX_CACHED_CHUNKS);
    png_read_info(self->png, self->info);
}

trove_image_status trove_png_read_header(
    int fd, trove_image_header *header, trove_image_message *message) {
    decoder *self = make_decoder(fd, message);
    if (!self) return TROVE_IMAGE_TOO_LARGE;
    if (setjmp(png_jmpbuf(self->png))) return destroy(self, self->status);
    start(self);
    header->width = png_get_image_width(self->png, self->info);
    header->height = png_get_image_height(self->png, self->info);
    header->whole = png_get_interlace_type(self->png, self->info) != PNG_INTERLACE_NONE;
    return destroy(self, TROVE_IMAGE_OK);
}

// Whatever the file holds becomes 8-bit RGBA; colours are taken as sRGB, as viewers do.
static void ask_for_rgba(decoder *self) {
    png_set_expand(self->png);
    png_set_scale_16(self->png);
    png_set_gray_to_rgb(self->png);
    png_set_add_alpha(self->png, 255, PNG_FILLER_AFTER);
}

static inline uint8_t on_white(unsigned colour, unsigned alpha) {
    return (uint8_t)((colour * alpha + 255 * (255 - alpha) + 127) / 255);
}

static void add_row(decoder *self, const uint8_t *rgba, uint32_t columns, uint32_t shrink) {
    uint32_t *sum = self->sums;
    for (uint32_t x = 0, inside = 0; x < columns; x++, rgba += 4) {
        for (int channel = 0; channel < 3; channel++)
            sum[channel] += on_white(rgba[channel], rgba[3]);
        if (++inside == shrink) {
            inside = 0;
            sum += 3;
        }
    }
}

static void write_means(
    decoder *self, uint8_t *rgb, uint32_t width, uint32_t columns, uint32_t shrink, uint32_t rows) {
    for (uint32_t x = 0; x < width; x++) {
        const uint32_t left = columns - x * shrink;
        const uint32_t area = (left < shrink ? left : shrink) * rows;
        for (int channel = 0; channel < 3; channel++)
            *rgb++ = (uint8_t)((self->sums[x * 3 + channel] + area / 2) / area);
    }
    memset(self->sums, 0, (size_t)width * 3 * sizeof *self->sums);
}

trove_image_status trove_png_decode(
    int fd, uint32_t shrink, uint32_t width, uint32_t height, uint8_t *rgb, size_t size,
    trove_image_message *message) {
    decoder *self = make_decoder(fd, message);
    if (!self) return TROVE_IMAGE_TOO_LARGE;
    if (setjmp(png_jmpbuf(self->png))) return destroy(self, self->status);
    start(self);
    ask_for_rgba(self);
    const int passes = png_set_interlace_handling(self->png);
    png_read_update_info(self->png, self->info);
    const uint32_t columns = png_get_image_width(self->png, self->info);
    const uint32_t lines = png_get_image_height(self->png, self->info);
    // 4,096² bytes of 255 still fit the 32-bit sums.
    if (shrink < 1 || shrink > 4096 || (columns + shrink - 1) / shrink != width
        || (lines + shrink - 1) / shrink != height || (uint64_t)width * height * 3 != size
        || png_get_rowbytes(self->png, self->info) != (size_t)columns * 4)
        fail(self->png, TROVE_IMAGE_CORRUPT, "the picture changed while it was read");
    const uint32_t held = passes > 1 ? lines : 1;
    const size_t stride = (size_t)columns * 4;
    self->rows = calloc(held, stride);
    self->sums = calloc(width, 3 * sizeof *self->sums);
    if (!self->rows || !self->sums) fail(self->png, TROVE_IMAGE_TOO_LARGE, "out of memory");
    if (passes > 1) {
        self->row_pointers = calloc(lines, sizeof *self->row_pointers);
        if (!self->row_pointers) fail(self->png, TROVE_IMAGE_TOO_LARGE, "out of memory");
        for (uint32_t y = 0; y < lines; y++) self->row_pointers[y] = self->rows + y * stride;
        png_read_image(self->png, self->row_pointers);
    }
    for (uint32_t y = 0, inside = 0; y < lines; y++) {
        if (passes > 1) add_row(self, self->row_pointers[y], columns, shrink);
        else {
            png_read_row(self->png, self->rows, NULL);
            add_row(self, self->rows, columns, shrink);
        }
        if (++inside == shrink || y + 1 == lines) {
            write_means(self, rgb + (size_t)(y / shrink) * width * 3, width, columns, shrink, inside);
            inside = 0;
        }
    }
    png_read_end(self->png, NULL); // checks what has come, and that nothing is missing
    return destroy(self, TROVE_IMAGE_OK);
}
