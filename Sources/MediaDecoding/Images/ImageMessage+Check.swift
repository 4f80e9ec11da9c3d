import CImageCodecs

extension trove_image_message {
    /// Throws what `status` stands for, with the library's words.
    func check(_ status: trove_image_status) throws(MediaDecodingError) {
        let words = withUnsafeBytes(of: text) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        switch status {
        case TROVE_IMAGE_OK: return
        case TROVE_IMAGE_TRUNCATED: throw .truncated(words)
        case TROVE_IMAGE_UNSUPPORTED: throw .unsupportedFormat(words)
        case TROVE_IMAGE_TOO_LARGE: throw .tooLarge(words)
        case TROVE_IMAGE_NOT_READABLE: throw .notReadable(reason: words)
        default: throw .corrupt(words)
        }
    }
}
