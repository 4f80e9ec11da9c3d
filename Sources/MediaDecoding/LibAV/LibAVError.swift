import CLibAV

/// Turns an AVERROR into what it means for a file.
enum LibAVError {
    /// - Parameter code: a negative result of a libav function called on this thread.
    static func error(_ code: Int32) -> MediaDecodingError {
        let words = message() + text(of: code)
        switch code {
        case trove_av_error_no_memory: return .tooLarge(words)
        case trove_av_error_end: return .truncated(words)
        case trove_av_error_no_decoder, trove_av_error_unsupported:
            return .unsupportedFormat(words)
        default: return .corrupt(words)
        }
    }

    /// Throws for a negative result.
    static func check(_ code: Int32) throws(MediaDecodingError) {
        if code < 0 { throw error(code) }
    }

    /// What libav has said about the current file or packet, followed by ": ", or nothing.
    private static func message() -> String {
        let message = string { trove_av_copy_message($0, $1) }
        return message.isEmpty ? "" : message + ": "
    }

    private static func text(of code: Int32) -> String {
        string { av_strerror(code, $0, $1) }
    }

    private static func string<Result>(
        filledBy fill: (UnsafeMutablePointer<CChar>, Int) -> Result
    ) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            start.initialize(repeating: 0, count: buffer.count)
            _ = fill(start, buffer.count)
            return String(cString: start)
        }
    }
}
