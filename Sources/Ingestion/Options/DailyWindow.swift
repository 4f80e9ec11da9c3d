import Foundation

/// A stretch of every day, in local time; it may cross midnight.
public struct DailyWindow: Sendable, Hashable, CustomStringConvertible {
    /// Minutes after midnight, 0…1439.
    public let start: Int
    /// Minutes after midnight; the window ends before it.
    public let end: Int

    /// - Returns: nil for times that no clock shows, and for a window without a length.
    public init?(start: Int, end: Int) {
        guard (0..<1440).contains(start), (0..<1440).contains(end), start != end else { return nil }
        self.start = start
        self.end = end
    }

    public var description: String {
        [start, end].map { String(format: "%02d:%02d", $0 / 60, $0 % 60) }.joined(separator: "-")
    }

    public func contains(_ time: Date, in calendar: Calendar = .current) -> Bool {
        let parts = calendar.dateComponents([.hour, .minute], from: time)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        return start < end
            ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    /// When it opens next, after `time`.
    public func nextOpening(after time: Date, in calendar: Calendar = .current) -> Date? {
        calendar.nextDate(
            after: time, matching: DateComponents(hour: start / 60, minute: start % 60, second: 0),
            matchingPolicy: .nextTime)
    }
}
