#include "CHEIF.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libheif/heif.h>

enum { MOST_THUMBNAILS = 16, MOST_METADATA = 16, TIFF_OFFSET = 4 };

struct trove_heif {
    int fd;
    int64_t size, position;
    struct heif_context *context;
    struct heif_image_handle *picture;
    /// The picture or one of its thumbnails.
    struct heif_image_handle *chosen;
};

static int64_t get_position(void *data) { return ((trove_heif *)data)->position; }

static int read_bytes(void *target, size_t size, void *data) {
    trove_heif *heif = data;
    size_t got = 0;
    while (got < size) {
        const ssize_t count =
            pread(heif->fd, (uint8_t *)target + got, size - got, heif->position + (off_t)got);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        got += (size_t)count;
    }
    heif->position += (int64_t)got;
    return 0;
}

static int seek(int64_t position, void *data) {
    trove_heif *heif = data;
    if (position < 0 || position > heif->size) return -1;
    heif->position = position;
    return 0;
}

static enum heif_reader_grow_status wait_for_size(int64_t size, void *data) {
    return size <= ((trove_heif *)data)->size ? heif_reader_grow_status_size_reached
                                              : heif_reader_grow_status_size_beyond_eof;
}

static const struct heif_reader reader = {
    .reader_api_version = 1,
    .get_position = get_position,
    .read = read_bytes,
    .seek = seek,
    .wait_for_file_size = wait_for_size,
};

static trove_heif_status status_of(struct heif_error error, trove_heif_message *message) {
    snprintf(message->text, sizeof message->text, "%s", error.message ? error.message : "");
    if (error.subcode == heif_suberror_End_of_data) return TROVE_HEIF_TRUNCATED;
    if (error.subcode == heif_suberror_Security_limit_exceeded) return TROVE_HEIF_TOO_LARGE;
    switch (error.code) {
    case heif_error_Ok: return TROVE_HEIF_OK;
    case heif_error_Unsupported_filetype: case heif_error_Unsupported_feature:
        return TROVE_HEIF_UNSUPPORTED;
    case heif_error_Memory_allocation_error: return TROVE_HEIF_TOO_LARGE;
    default: return TROVE_HEIF_CORRUPT;
    }
}

static trove_heif_status fail(
    trove_heif_status status, const char *words, trove_heif_message *message) {
    snprintf(message->text, sizeof message->text, "%s", words);
    return status;
}

/// - Returns: false for sides that are none.
static bool sides(const struct heif_image_handle *handle, uint32_t *width, uint32_t *height) {
    const int columns = heif_image_handle_get_width(handle);
    const int rows = heif_image_handle_get_height(handle);
    *width = columns > 0 ? (uint32_t)columns : 0;
    *height = rows > 0 ? (uint32_t)rows : 0;
    return columns > 0 && rows > 0;
}

trove_heif_status trove_heif_open(
    int fd, uint64_t size, int32_t max_side, trove_heif **heif, uint32_t *width, uint32_t *height,
    trove_heif_message *message) {
    *heif = NULL;
    trove_heif *self = calloc(1, sizeof *self);
    if (!self) return fail(TROVE_HEIF_TOO_LARGE, "out of memory", message);
    self->fd = fd;
    self->size = size > INT64_MAX ? INT64_MAX : (int64_t)size;
    self->context = heif_context_alloc();
    trove_heif_status status = TROVE_HEIF_OK;
    if (!self->context) {
        status = fail(TROVE_HEIF_TOO_LARGE, "out of memory", message);
    } else {
        heif_context_set_maximum_image_size_limit(self->context, max_side);
        // A run decodes on as many threads as it wants.
        heif_context_set_max_decoding_threads(self->context, 0);
        status = status_of(
            heif_context_read_from_reader(self->context, &reader, self, NULL), message);
        if (status == TROVE_HEIF_OK)
            status = status_of(
                heif_context_get_primary_image_handle(self->context, &self->picture), message);
        self->chosen = self->picture;
        if (status == TROVE_HEIF_OK && !sides(self->picture, width, height))
            status = fail(TROVE_HEIF_CORRUPT, "a picture without pixels", message);
    }
    if (status == TROVE_HEIF_OK)
        *heif = self;
    else
        trove_heif_close(self);
    return status;
}

void trove_heif_close(trove_heif *heif) {
    if (!heif) return;
    if (heif->chosen != heif->picture) heif_image_handle_release(heif->chosen);
    if (heif->picture) heif_image_handle_release(heif->picture);
    if (heif->context) heif_context_free(heif->context);
    free(heif);
}

void trove_heif_choose_thumbnail(
    trove_heif *heif, uint32_t minimum, uint32_t *width, uint32_t *height) {
    heif_item_id ids[MOST_THUMBNAILS];
    const int count =
        heif_image_handle_get_list_of_thumbnail_IDs(heif->picture, ids, MOST_THUMBNAILS);
    for (int i = 0; i < count; i++) {
        struct heif_image_handle *thumbnail = NULL;
        const struct heif_error error =
            heif_image_handle_get_thumbnail(heif->picture, ids[i], &thumbnail);
        uint32_t columns, rows;
        if (error.code != heif_error_Ok || !thumbnail) continue;
        const bool is_picture = sides(thumbnail, &columns, &rows);
        const uint32_t shorter = columns < rows ? columns : rows;
        if (is_picture && shorter >= minimum && shorter < (*width < *height ? *width : *height)) {
            if (heif->chosen != heif->picture) heif_image_handle_release(heif->chosen);
            heif->chosen = thumbnail;
            *width = columns;
            *height = rows;
        } else {
            heif_image_handle_release(thumbnail);
        }
    }
}

/// What a channel adds to a sum of squares of pixels, mixed with white by its alpha.
static unsigned on_white(unsigned value, unsigned alpha, bool premultiplied) {
    const unsigned part = premultiplied ? value * 255 : value * alpha;
    const unsigned mixed = (part + 255 * (255 - alpha) + 127) / 255;
    return mixed > 255 ? 255 : mixed;
}

trove_heif_status trove_heif_decode(
    trove_heif *heif, uint32_t shrink, uint32_t width, uint32_t height, uint8_t *rgb, size_t size,
    trove_heif_message *message) {
    if (shrink < 1 || shrink > 4096 || (uint64_t)width * height * 3 != size)
        return fail(TROVE_HEIF_CORRUPT, "a wrong size", message);
    const bool has_alpha = heif_image_handle_has_alpha_channel(heif->chosen) != 0;
    const bool premultiplied = has_alpha && heif_image_handle_is_premultiplied_alpha(heif->chosen);
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (!options) return fail(TROVE_HEIF_TOO_LARGE, "out of memory", message);
    options->convert_hdr_to_8bit = 1;
    struct heif_image *image = NULL;
    const struct heif_error error = heif_decode_image(
        heif->chosen, &image, heif_colorspace_RGB,
        has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
    heif_decoding_options_free(options);
    if (error.code != heif_error_Ok) return status_of(error, message);

    int stride = 0;
    const uint8_t *pixels = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    const int columns = heif_image_get_width(image, heif_channel_interleaved);
    const int rows = heif_image_get_height(image, heif_channel_interleaved);
    const int channels = has_alpha ? 4 : 3;
    trove_heif_status status = TROVE_HEIF_OK;
    if (!pixels || columns < 1 || rows < 1 || stride < columns * channels
        || width != ((uint32_t)columns + shrink - 1) / shrink
        || height != ((uint32_t)rows + shrink - 1) / shrink)
        status = fail(TROVE_HEIF_CORRUPT, "the picture has other sides than it says", message);
    for (uint32_t y = 0; status == TROVE_HEIF_OK && y < height; y++) {
        const uint32_t last_row =
            (y + 1) * shrink < (uint32_t)rows ? (y + 1) * shrink : (uint32_t)rows;
        for (uint32_t x = 0; x < width; x++) {
            const uint32_t end =
                (x + 1) * shrink < (uint32_t)columns ? (x + 1) * shrink : (uint32_t)columns;
            uint32_t sums[3] = {0};
            for (uint32_t row = y * shrink; row < last_row; row++) {
                const uint8_t *line = pixels + (size_t)row * (size_t)stride;
                for (uint32_t column = x * shrink; column < end; column++) {
                    const uint8_t *pixel = line + (size_t)column * (size_t)channels;
                    for (int c = 0; c < 3; c++)
                        sums[c] += has_alpha ? on_white(pixel[c], pixel[3], premultiplied)
                                             : pixel[c];
                }
            }
            const uint32_t count = (last_row - y * shrink) * (end - x * shrink);
            for (int c = 0; c < 3; c++)
                rgb[((size_t)y * width + x) * 3 + (size_t)c] =
                    (uint8_t)((sums[c] + count / 2) / count);
        }
    }
    heif_image_release(image);
    return status;
}

/// - Returns: false where the picture has no such metadata.
static bool find_metadata(trove_heif *heif, trove_heif_metadata kind, heif_item_id *found) {
    heif_item_id ids[MOST_METADATA];
    const char *type = kind == TROVE_HEIF_EXIF ? "Exif" : "mime";
    const int count = heif_image_handle_get_list_of_metadata_block_IDs(
        heif->picture, type, ids, MOST_METADATA);
    for (int i = 0; i < count; i++) {
        const char *content = heif_image_handle_get_metadata_content_type(heif->picture, ids[i]);
        if (kind == TROVE_HEIF_XMP && (!content || strcmp(content, "application/rdf+xml") != 0))
            continue;
        *found = ids[i];
        return true;
    }
    return false;
}

/// Before the structure in an item of Exif stands where it begins; the name that it has in JPEG files may
/// come first.
static size_t bytes_before(const uint8_t *bytes, size_t size) {
    if (size < TIFF_OFFSET) return size;
    const uint32_t offset = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16
        | (uint32_t)bytes[2] << 8 | bytes[3];
    return offset < size - TIFF_OFFSET ? TIFF_OFFSET + offset : size;
}

/// - Returns: the whole item, to be freed, of which `*begin` to `*end` are wanted; NULL, and neither is set,
///   where there is none.
static uint8_t *all_metadata(trove_heif *heif, trove_heif_metadata kind, size_t *begin, size_t *end) {
    heif_item_id id;
    if (!find_metadata(heif, kind, &id)) return NULL;
    const size_t size = heif_image_handle_get_metadata_size(heif->picture, id);
    uint8_t *bytes = size > 0 ? malloc(size) : NULL;
    if (!bytes) return NULL;
    if (heif_image_handle_get_metadata(heif->picture, id, bytes).code != heif_error_Ok) {
        free(bytes);
        return NULL;
    }
    *begin = kind == TROVE_HEIF_EXIF ? bytes_before(bytes, size) : 0;
    *end = size;
    return bytes;
}

size_t trove_heif_metadata_size(trove_heif *heif, trove_heif_metadata kind) {
    size_t begin = 0, end = 0;
    free(all_metadata(heif, kind, &begin, &end));
    return end - begin;
}

int trove_heif_read_metadata(
    trove_heif *heif, trove_heif_metadata kind, uint8_t *bytes, size_t size) {
    size_t begin = 0, end = 0;
    uint8_t *all = all_metadata(heif, kind, &begin, &end);
    const bool fits = all && end - begin == size;
    if (fits) memcpy(bytes, all + begin, size);
    free(all);
    return fits ? 0 : -1;
}
