#include "CLibAV.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavutil/avstring.h>

enum { BUFFER_SIZE = 64 * 1024, PROBE_SIZE = 1 << 20 };

typedef struct {
    int fd;
    int64_t offset;
    int64_t size;
} file_position;

static int read_packet(void *opaque, uint8_t *bytes, int count) {
    file_position *file = opaque;
    ssize_t got;
    do got = pread(file->fd, bytes, (size_t)count, file->offset);
    while (got < 0 && errno == EINTR);
    if (got < 0) return AVERROR(errno);
    if (got == 0) return AVERROR_EOF;
    file->offset += got;
    return (int)got;
}

static int64_t seek(void *opaque, int64_t offset, int whence) {
    file_position *file = opaque;
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE: return file->size;
    case SEEK_SET: break;
    case SEEK_CUR:
        if (__builtin_add_overflow(file->offset, offset, &offset)) return AVERROR(EINVAL);
        break;
    case SEEK_END:
        if (__builtin_add_overflow(file->size, offset, &offset)) return AVERROR(EINVAL);
        break;
    default: return AVERROR(EINVAL);
    }
    if (offset < 0) return AVERROR(EINVAL);
    return file->offset = offset;
}

static int refuse_to_open(
    AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options) {
    (void)context; (void)url; (void)flags; (void)options;
    *io = NULL;
    return AVERROR(EACCES);
}

static void close_io(AVIOContext *io) {
    if (!io) return;
    av_free(io->opaque);
    av_freep(&io->buffer);
    avio_context_free(&io);
}

static AVIOContext *make_io(int fd) {
    struct stat status;
    file_position *file = av_mallocz(sizeof *file);
    uint8_t *buffer = av_malloc(BUFFER_SIZE);
    AVIOContext *io = NULL;
    if (file && buffer && fstat(fd, &status) == 0) {
        file->fd = fd;
        file->size = status.st_size;
        io = avio_alloc_context(buffer, BUFFER_SIZE, 0, file, read_packet, NULL, seek);
    }
    if (!io) {
        av_free(file);
        av_free(buffer);
    }
    return io;
}

int32_t trove_av_open(
    int fd, const char *allowed, AVFormatContext **result, char *format, size_t format_size) {
    *result = NULL;
    *format = 0;
    AVIOContext *io = make_io(fd);
    if (!io) return AVERROR(ENOMEM);
    const AVInputFormat *demuxer = NULL;
    int score = av_probe_input_buffer2(io, &demuxer, NULL, NULL, 0, PROBE_SIZE);
    if (score < 0 || !demuxer) {
        close_io(io);
        return score < 0 ? score : AVERROR_INVALIDDATA;
    }
    av_strlcpy(format, demuxer->name, format_size);
    if (av_match_list(demuxer->name, allowed, ',') <= 0) {
        close_io(io);
        return AVERROR(EPROTONOSUPPORT);
    }
    AVFormatContext *context = avformat_alloc_context();
    if (!context) {
        close_io(io);
        return AVERROR(ENOMEM);
    }
    context->pb = io;
    context->io_open = refuse_to_open;
    int error = avformat_open_input(&context, NULL, demuxer, NULL);
    if (error < 0) {
        close_io(io); // the context is freed already, its own reader never is
        return error;
    }
    *result = context;
    return 0;
}

void trove_av_close(AVFormatContext **context) {
    if (!*context) return;
    AVIOContext *io = (*context)->pb;
    avformat_close_input(context);
    close_io(io);
}

int32_t trove_av_find_streams(AVFormatContext *context, int64_t max_pixels) {
    const unsigned count = context->nb_streams;
    AVDictionary **options = av_calloc(count ? count : 1, sizeof *options);
    if (!options) return AVERROR(ENOMEM);
    for (unsigned i = 0; i < count; i++) {
        av_dict_set_int(&options[i], "max_pixels", max_pixels, 0);
        av_dict_set(&options[i], "threads", "1", 0);
    }
    int error = avformat_find_stream_info(context, options);
    for (unsigned i = 0; i < count; i++) av_dict_free(&options[i]);
    av_free(options);
    return error < 0 ? error : 0;
}

void trove_av_display_turn(const AVStream *stream, double *degrees, int32_t *mirrored) {
    *degrees = 0;
    *mirrored = 0;
    size_t size = 0;
    const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    int32_t matrix[9];
    if (!data || size < sizeof matrix) return;
    memcpy(matrix, data, sizeof matrix);
    const double determinant =
        (double)matrix[0] * matrix[4] - (double)matrix[1] * matrix[3];
    if (determinant == 0) return;
    if (determinant < 0) {
        *mirrored = 1;
        av_display_matrix_flip(matrix, 1, 0);
    }
    *degrees = -av_display_rotation_get(matrix);
}
