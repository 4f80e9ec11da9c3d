#ifndef TROVE_RAW_STREAM_H
#define TROVE_RAW_STREAM_H

#include <libraw/libraw.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

#include <unistd.h>

/// A descriptor as LibRaw reads files.
class DescriptorStream final : public LibRaw_abstract_datastream {
public:
    DescriptorStream(int fd, uint64_t size)
        : fd_(fd), size_(static_cast<INT64>(size)), window_(64 * 1024) {}

    int valid() override { return 1; }
    INT64 tell() override { return position_; }
    INT64 size() override { return size_; }
    int eof() override { return position_ >= size_; }
    void *make_jas_stream() override { return nullptr; }

    int seek(INT64 offset, int whence) override {
        const INT64 base = whence == SEEK_CUR ? position_ : whence == SEEK_END ? size_ : 0;
        INT64 target;
        if (__builtin_add_overflow(base, offset, &target)) return -1;
        position_ = target < 0 ? 0 : target > size_ ? size_ : target;
        return 0;
    }

    /// Whole items, as fread counts them.
    int read(void *target, size_t size, size_t count) override {
        size_t wanted;
        if (size == 0 || __builtin_mul_overflow(size, count, &wanted)) return 0;
        size_t got = 0;
        while (got < wanted) {
            if (!fill()) break;
            const size_t begin = static_cast<size_t>(position_ - start_);
            const size_t part = filled_ - begin < wanted - got ? filled_ - begin : wanted - got;
            memcpy(static_cast<char *>(target) + got, window_.data() + begin, part);
            got += part;
            position_ += static_cast<INT64>(part);
        }
        return static_cast<int>(got / size);
    }

    int get_char() override {
        if (!fill()) return EOF;
        return static_cast<unsigned char>(window_[static_cast<size_t>(position_++ - start_)]);
    }

    char *gets(char *text, int size) override {
        int count = 0;
        while (count + 1 < size) {
            const int character = get_char();
            if (character == EOF) break;
            text[count++] = static_cast<char>(character);
            if (character == '\n') break;
        }
        if (count == 0 || size < 1) return nullptr;
        text[count] = 0;
        return text;
    }

    /// A word, scanned by `format`.
    int scanf_one(const char *format, void *value) override {
        char word[64];
        size_t count = 0;
        int character = get_char();
        while (character == ' ' || character == '\t' || character == '\n' || character == '\r')
            character = get_char();
        while (character > ' ' && count + 1 < sizeof word) {
            word[count++] = static_cast<char>(character);
            character = get_char();
        }
        word[count] = 0;
        return sscanf(word, format, value);
    }

private:
    /// Has the window hold the byte at the position; false at the end.
    bool fill() {
        if (position_ >= start_ && position_ < start_ + static_cast<INT64>(filled_)) return true;
        if (position_ >= size_) return false;
        ssize_t got;
        do got = pread(fd_, window_.data(), window_.size(), position_);
        while (got < 0 && errno == EINTR);
        start_ = position_;
        filled_ = got > 0 ? static_cast<size_t>(got) : 0;
        return filled_ > 0;
    }

    const int fd_;
    const INT64 size_;
    INT64 position_ = 0;
    /// What of the file the window holds.
    INT64 start_ = 0;
    size_t filled_ = 0;
    std::vector<char> window_;
};

#endif
