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
