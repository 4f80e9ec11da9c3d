import Foundation

/// Where progress and errors go.
enum StandardError {
    /// Writes `text` and a line end; when nobody listens, nothing happens.
    static func write(_ text: String) {
        _ = writeAll(text + "\n", to: STDERR_FILENO)
    }

    /// Writes `text` as it is.
    private static func writeRaw(_ text: String) {
        _ = writeAll(text, to: STDERR_FILENO)
    }

    /// Puts `line` in the place of the terminal's last one, as far as there is room.
    static func showLive(_ line: String) {
        writeRaw("\r\(line.prefix(columns - 1))\u{1B}[K")
    }

    /// Takes the live line away.
    static func clearLive() { writeRaw("\r\u{1B}[K") }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The width of the terminal.
    static var columns: Int {
        var size = winsize()
        let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
        return known ? Int(size.ws_col) : 80
    }
}
