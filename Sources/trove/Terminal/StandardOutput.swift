import Foundation

/// Where results go, and nothing else.
enum StandardOutput {
    /// Writes `text` and a line end at once.
    ///
    /// A reader that has gone away wants no more: the process then ends as done. When the results
    /// can't be kept for another reason, such as a full disk, it ends as failed.
    static func write(_ text: String) {
        guard let code = writeAll(text + "\n", to: STDOUT_FILENO) else { return }
        if code == EPIPE { ExitStatus.done.endProcess() }
        StandardError.write("Error: can't write the results: \(String(cString: strerror(code)))")
        ExitStatus.failed.endProcess()
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

/// Where progress and errors go.
enum StandardError {
    /// Writes `text` and a line end; when nobody listens, nothing happens.
    static func write(_ text: String) {
        _ = writeAll(text + "\n", to: STDERR_FILENO)
    }

    /// Writes `text` as it is.
    static func writeRaw(_ text: String) {
        _ = writeAll(text, to: STDERR_FILENO)
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// - Returns: nil, or the `errno` of the failure.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Foundation.write(descriptor, start, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return nil
    }
}
