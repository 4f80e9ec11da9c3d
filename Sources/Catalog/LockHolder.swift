import Foundation

/// Who writes to a library.
public struct LockHolder: Sendable, Equatable, CustomStringConvertible {
    public let process: Int32
    public let since: Date

    public init(process: Int32, since: Date) {
        self.process = process
        self.since = since
    }

    /// Whether the process is still there.
    public var isAlive: Bool { kill(process, 0) == 0 || errno == EPERM }

    /// `process 1234, since 2026-11-21 22:00`, local time.
    public var description: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        return "process \(process), since \(formatter.string(from: since))"
    }

    /// As in the lock file: the number, and seconds since 1970, a line each.
    init?(_ text: String) {
        let lines = text.split(separator: "\n")
        guard lines.count == 2, let process = Int32(lines[0]), process > 0,
            let seconds = Int64(lines[1])
        else { return nil }
        self.init(process: process, since: Date(timeIntervalSince1970: Double(seconds)))
    }

    var text: String { "\(process)\n\(Int64(since.timeIntervalSince1970))\n" }
}
