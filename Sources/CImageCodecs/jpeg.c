#include "CImageCodecs.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>
#include <jerror.h>

enum {
    /// Enough for most headers.
    FIRST_READ = 64 * 1024,
    /// Near the end of what was read, libjpeg-turbo decodes more slowly.
    BUFFER_SIZE = 1024 * 1024,
    MAX_SCANS = 500,
};

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf escape;
    trove_image_status status;
    trove_image_message *message;
} error_manager;

typedef struct {
    struct jpeg_source_mgr base;
    trove_image_source file;
    /// In the file's part.
    uint64_t offset;
    uint8_t buffer[BUFFER_SIZE];
} source_manager;

typedef struct {
    struct jpeg_decompress_struct codec;
    error_manager errors;
    source_manager source;
    struct jpeg_progress_mgr progress;
    uint8_t *row; // one row of CMYK
} decoder;

static void fail(j_common_ptr codec, trove_image_status status, const char *text) {
    error_manager *errors = (error_manager *)codec->err;
    errors->status = status;
    if (text) snprintf(errors->message->text, sizeof errors->message->text, "%s", text);
    longjmp(errors->escape, 1);
}

static void error_exit(j_common_ptr codec) {
    error_manager *errors = (error_manager *)codec->err;
    char text[JMSG_LENGTH_MAX];
    errors->base.format_message(codec, text);
    trove_image_status status = TROVE_IMAGE_CORRUPT;
    switch (errors->base.msg_code) {
    case JERR_INPUT_EMPTY: case JERR_INPUT_EOF:
        status = TROVE_IMAGE_TRUNCATED; break;
    case JERR_OUT_OF_MEMORY: case JERR_NO_BACKING_STORE: case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
        status = TROVE_IMAGE_TOO_LARGE; break;
    case JERR_BAD_PRECISION: case JERR_SOF_UNSUPPORTED: case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED: case JERR_NOTIMPL: case JERR_ARITH_NOTIMPL:
        status = TROVE_IMAGE_UNSUPPORTED; break;
    }
    fail(codec, status, text);
}

// libjpeg fills what is missing with grey and only warns; a picture that ends early is an error here.
static void emit_message(j_common_ptr codec, int level) {
    if (level >= 0 || !codec->is_decompressor) return;
    j_decompress_ptr decompressor = (j_decompress_ptr)codec;
    if (codec->err->msg_code == JWRN_HIT_MARKER && decompressor->unread_marker == JPEG_EOI
        && decompressor->input_iMCU_row + 1 < decompressor->total_iMCU_rows)
        fail(codec, TROVE_IMAGE_TRUNCATED, "the picture's data ends before its last row");
}

static void output_message(j_common_ptr codec) { (void)codec; }

static void init_source(j_decompress_ptr codec) { (void)codec; }

static boolean fill_input_buffer(j_decompress_ptr codec) {
    source_manager *source = (source_manager *)codec->src;
    const uint64_t left =
        source->offset < source->file.size ? source->file.size - source->offset : 0;
    uint64_t wanted = source->offset == 0 ? FIRST_READ : BUFFER_SIZE;
    if (wanted > left) wanted = left;
    ssize_t count;
    do
        count = pread(
            source->file.fd, source->buffer, (size_t)wanted,
            (off_t)(source->file.start + source->offset));
    while (count < 0 && errno == EINTR);
    if (count < 0) fail((j_common_ptr)codec, TROVE_IMAGE_NOT_READABLE, strerror(errno));
    if (count == 0)
        fail((j_common_ptr)codec, TROVE_IMAGE_TRUNCATED, "the file ends before the picture does");
    source->offset += (uint64_t)count;
    source->base.next_input_byte = source->buffer;
    source->base.bytes_in_buffer = (size_t)count;
    return TRUE;
}

static void skip_input_data(j_decompress_ptr codec, long count) {
    source_manager *source = (source_manager *)codec->src;
    if (count <= 0) return;
    if ((size_t)count <= source->base.bytes_in_buffer) {
        source->base.next_input_byte += count;
        source->base.bytes_in_buffer -= (size_t)count;
    } else {
        source->offset += (uint64_t)count - source->base.bytes_in_buffer;
        source->base.bytes_in_buffer = 0;
    }
}

static void term_source(j_decompress_ptr codec) { (void)codec; }

// A small file may hold thousands of scans, each of which costs a pass over the whole picture.
static void progress_monitor(j_common_ptr codec) {
    if (codec->is_decompressor && ((j_decompress_ptr)codec)->input_scan_number > MAX_SCANS)
        fail(codec, TROVE_IMAGE_CORRUPT, "more scans than a real picture has");
}

static decoder *make_decoder(trove_image_source file, trove_image_message *message) {
    decoder *self = calloc(1, sizeof *self);
    if (!self) {
        snprintf(message->text, sizeof message->text, "out of memory");
        return NULL;
    }
    self->codec.err = jpeg_std_error(&self->errors.base);
    self->errors.base.error_exit = error_exit;
    self->errors.base.emit_message = emit_message;
    self->errors.base.output_message = output_message;
    self->errors.message = message;
    self->source.file = file;
    self->source.base.init_source = init_source;
    self->source.base.fill_input_buffer = fill_input_buffer;
    self->source.base.skip_input_data = skip_input_data;
    self->source.base.resync_to_restart = jpeg_resync_to_restart;
    self->source.base.term_source = term_source;
    self->progress.progress_monitor = progress_monitor;
    return self;
}

// Everything libjpeg allocates hangs on the codec.
static trove_image_status destroy(decoder *self, trove_image_status status) {
    jpeg_destroy_decompress(&self->codec);
    free(self->row);
    free(self);
    return status;
}

static void start(decoder *self) {
    jpeg_create_decompress(&self->codec);
    self->codec.src = &self->source.base;
    self->codec.progress = &self->progress;
    jpeg_read_header(&self->codec, TRUE);
}

trove_image_status trove_jpeg_read_header(
    trove_image_source source, trove_image_header *header, trove_image_message *message) {
    decoder *self = make_decoder(source, message);
    if (!self) return TROVE_IMAGE_TOO_LARGE;
    if (setjmp(self->errors.escape)) return destroy(self, self->errors.status);
    start(self);
    header->width = self->codec.image_width;
    header->height = self->codec.image_height;
    header->whole = jpeg_has_multiple_scans(&self->codec) ? 1 : 0;
    return destroy(self, TROVE_IMAGE_OK);
}

static uint8_t times(unsigned a, unsigned b) { return (uint8_t)((a * b + 127) / 255); }

// Adobe's encoders store ink inverted (255 is none) and say so by their marker; others mean 0 by none.
static void rgb_from_cmyk(const uint8_t *cmyk, uint8_t *rgb, size_t count, int inverted) {
    const uint8_t flip = inverted ? 0 : 255;
    for (size_t i = 0; i < count; i++, cmyk += 4, rgb += 3) {
        const unsigned key = cmyk[3] ^ flip;
        for (int channel = 0; channel < 3; channel++)
            rgb[channel] = times(cmyk[channel] ^ flip, key);
    }
}

trove_image_status trove_jpeg_decode(
    trove_image_source source, int32_t eighths, uint32_t width, uint32_t height, uint8_t *rgb,
    size_t size, size_t max_memory, trove_image_message *message) {
    decoder *self = make_decoder(source, message);
    if (!self) return TROVE_IMAGE_TOO_LARGE;
    if (setjmp(self->errors.escape)) return destroy(self, self->errors.status);
    start(self);
    j_decompress_ptr codec = &self->codec;
    codec->mem->max_memory_to_use = max_memory > LONG_MAX ? LONG_MAX : (long)max_memory;
    codec->scale_num = (unsigned)eighths;
    codec->scale_denom = 8;
    const int inks = codec->jpeg_color_space == JCS_CMYK || codec->jpeg_color_space == JCS_YCCK;
    codec->out_color_space = inks ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(codec);
    if (codec->output_width != width || codec->output_height != height
        || (uint64_t)width * height * 3 != size)
        fail((j_common_ptr)codec, TROVE_IMAGE_CORRUPT, "the picture changed while it was read");
    if (inks && !(self->row = malloc((size_t)width * 4)))
        fail((j_common_ptr)codec, TROVE_IMAGE_TOO_LARGE, "out of memory");
    while (codec->output_scanline < height) {
        uint8_t *line = rgb + (size_t)codec->output_scanline * width * 3;
        JSAMPROW row = inks ? self->row : line;
        if (jpeg_read_scanlines(codec, &row, 1) != 1)
            fail((j_common_ptr)codec, TROVE_IMAGE_TRUNCATED, "the picture ends before its last row");
        if (inks) rgb_from_cmyk(self->row, line, width, codec->saw_Adobe_marker);
    }
    return destroy(self, TROVE_IMAGE_OK);
}
