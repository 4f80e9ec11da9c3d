#include "CRaw.h"

#include <memory>
#include <new>

#include "stream.h"

namespace {

trove_raw_status status_of(int code) {
    switch (code) {
    case LIBRAW_SUCCESS: return TROVE_RAW_OK;
    case LIBRAW_IO_ERROR: case LIBRAW_INPUT_CLOSED: return TROVE_RAW_TRUNCATED;
    case LIBRAW_FILE_UNSUPPORTED: case LIBRAW_NOT_IMPLEMENTED: return TROVE_RAW_UNSUPPORTED;
    case LIBRAW_TOO_BIG: case LIBRAW_UNSUFFICIENT_MEMORY: case LIBRAW_MEMPOOL_OVERFLOW:
        return TROVE_RAW_TOO_LARGE;
    default: return TROVE_RAW_CORRUPT;
    }
}

/// LibRaw counts by what has to be done with the rows and columns: swap them, and mirror both.
int orientation_of(int flip) {
    static const int orientations[] = {1, 2, 4, 3, 5, 8, 6, 7};
    return orientations[flip & 7];
}

/// Runs `body`, whatever it throws. LibRaw catches its own exceptions, but not all of the library's.
template <typename Body>
trove_raw_status guarded(Body body) {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return TROVE_RAW_TOO_LARGE;
    } catch (...) {
        return TROVE_RAW_CORRUPT;
    }
}

}  // namespace

struct trove_raw {
    trove_raw(int fd, uint64_t size) : stream(fd, size) {
        // It would write to stderr.
        codec.set_dataerror_handler(nullptr, nullptr);
    }

    // LibRaw reads until it is gone.
    DescriptorStream stream;
    LibRaw codec;
};

trove_raw_status trove_raw_open(int fd, uint64_t size, trove_raw **raw, trove_raw_header *header) {
    *raw = nullptr;
    return guarded([&] {
        std::unique_ptr<trove_raw> opened(new trove_raw(fd, size));
        LibRaw &codec = opened->codec;
        const int code = codec.open_datastream(&opened->stream);
        if (code != LIBRAW_SUCCESS) return status_of(code);
        const internal_data_t &found = codec.get_internal_data_pointer()->internal_data;
        const unsigned length = codec.imgdata.thumbnail.tlength;
        header->width = codec.imgdata.sizes.width;
        header->height = codec.imgdata.sizes.height;
        header->orientation = orientation_of(codec.imgdata.sizes.flip);
        const bool lies_within = found.toffset > 0 && length > 0
            && static_cast<uint64_t>(found.toffset) < size
            && length <= size - static_cast<uint64_t>(found.toffset);
        header->preview_offset = lies_within ? static_cast<uint64_t>(found.toffset) : 0;
        header->preview_length = lies_within ? length : 0;
        *raw = opened.release();
        return TROVE_RAW_OK;
    });
}

void trove_raw_close(trove_raw *raw) { delete raw; }

trove_raw_status trove_raw_develop(
    trove_raw *raw, int half, uint64_t max_memory, uint32_t *width, uint32_t *height) {
    return guarded([&] {
        LibRaw &codec = raw->codec;
        libraw_output_params_t &wanted = codec.imgdata.params;
        wanted.half_size = half;
        wanted.use_camera_wb = 1;
        wanted.user_flip = 0;
        wanted.output_bps = 8;
        const uint64_t megabytes = max_memory >> 20;
#if LIBRAW_COMPILE_CHECK_VERSION_NOTLESS(0, 21)
        codec.imgdata.rawparams.max_raw_memory_mb = megabytes > 65536 ? 65536 : (unsigned)megabytes;
#else
        wanted.max_raw_memory_mb = megabytes > 65536 ? 65536 : (unsigned)megabytes;
#endif
        int code = codec.unpack();
        if (code != LIBRAW_SUCCESS) return status_of(code);
        // Of values that are missing or damaged, LibRaw makes zeros and goes on.
        if (codec.error_count() > 0) return TROVE_RAW_TRUNCATED;
        code = codec.dcraw_process();
        if (code != LIBRAW_SUCCESS) return status_of(code);
        int columns, rows, colours, bits;
        codec.get_mem_image_format(&columns, &rows, &colours, &bits);
        if (columns < 1 || rows < 1 || colours != 3 || bits != 8) return TROVE_RAW_UNSUPPORTED;
        *width = static_cast<uint32_t>(columns);
        *height = static_cast<uint32_t>(rows);
        return TROVE_RAW_OK;
    });
}

trove_raw_status trove_raw_copy(trove_raw *raw, uint8_t *rgb, size_t size) {
    return guarded([&] {
        int columns, rows, colours, bits;
        raw->codec.get_mem_image_format(&columns, &rows, &colours, &bits);
        if (colours != 3 || bits != 8 || columns < 1 || rows < 1
            || static_cast<size_t>(columns) * static_cast<size_t>(rows) * 3 != size)
            return TROVE_RAW_CORRUPT;
        return status_of(raw->codec.copy_mem_image(rgb, columns * 3, 0));
    });
}
