#ifndef TROVE_LIBAV_H
#define TROVE_LIBAV_H

#include <stddef.h>
#include <stdint.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// The FFmpeg libraries, with what Swift can't import: macros, and callbacks from C.

static const int64_t trove_av_no_timestamp = AV_NOPTS_VALUE;
static const int32_t trove_av_error_end = AVERROR_EOF;
static const int32_t trove_av_error_again = AVERROR(EAGAIN);
static const int32_t trove_av_error_no_memory = AVERROR(ENOMEM);
static const int32_t trove_av_error_no_decoder = AVERROR_DECODER_NOT_FOUND;
static const int32_t trove_av_error_unsupported = AVERROR_PATCHWELCOME;
static const int32_t trove_av_error_not_whitelisted = AVERROR(EPROTONOSUPPORT);
static const int32_t trove_av_packet_is_key = AV_PKT_FLAG_KEY;
static const int32_t trove_av_attached_picture = AV_DISPOSITION_ATTACHED_PIC;
static const int64_t trove_av_time_base = AV_TIME_BASE;
static const uint64_t trove_av_pixels_have_alpha = AV_PIX_FMT_FLAG_ALPHA;
static const uint64_t trove_av_pixels_are_rgb = AV_PIX_FMT_FLAG_RGB;

/// Keeps the FFmpeg libraries off stderr, and forgets what they have said on this thread so far.
void trove_av_start_messages(void);

/// Copies this thread's first error message since `trove_av_start_messages`, empty when there is
/// none. `text` has `size` > 0 bytes and is always terminated.
void trove_av_copy_message(char *text, size_t size);

/// Opens the demuxer for the file behind `fd`, decided by its content alone.
///
/// The file is read with pread; `fd` stays the caller's and must outlive the result. Nothing else
/// is ever opened: no playlist entry, no reference to another file, no address.
/// `allowed` are the demuxers that may be used, separated by commas; `format` (`format_size` > 0
/// bytes, always terminated) receives the name of the recognised one, allowed or not.
/// Returns 0 and sets `result`, or an AVERROR: EPROTONOSUPPORT for a demuxer not allowed.
int32_t trove_av_open(
    int fd, const char *allowed, AVFormatContext **result, char *format, size_t format_size);

/// Closes what `trove_av_open` opened, and clears the pointer.
void trove_av_close(AVFormatContext **context);

/// Reads stream parameters that the header lacks from the first packets, on this thread alone and
/// without decoding pictures of more than `max_pixels`. Returns 0 or an AVERROR.
int32_t trove_av_find_streams(AVFormatContext *context, int64_t max_pixels);

/// The clockwise turn in degrees (0 when there is none) and the mirroring that a stream's display
/// matrix asks for; `mirrored` means left and right are swapped after the turn.
void trove_av_display_turn(const AVStream *stream, double *degrees, int32_t *mirrored);

/// How long a frame is shown, in ticks of its stream; 0 where that is unknown.
static inline int64_t trove_av_frame_duration(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame->duration;
#else
    return frame->pkt_duration;
#endif
}

/// Resamples one channel of floats: `input_count` samples go in (NULL: no more will come), up to
/// `capacity` come out. Returns how many, or an AVERROR.
static inline int32_t trove_av_resample(
    struct SwrContext *context, float *output, int32_t capacity, const float *input,
    int32_t input_count) {
    uint8_t *target = (uint8_t *)output;
    const uint8_t *source = (const uint8_t *)input;
    return swr_convert(context, &target, capacity, input ? &source : NULL, input_count);
}

#endif
