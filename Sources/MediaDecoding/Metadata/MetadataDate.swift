import Foundation

/// Times as metadata have them: `2024:05:17 12:30:00`, `2024-05-17T12:30:00.5+02:00`, `2024-05-17`.
enum MetadataDate {
    /// - Parameters:
    ///   - text: a date, mostly with a time of day, perhaps with an offset from UTC.
    ///   - offset: the offset where it stands apart, as `+02:00`.
    ///   - zone: where the clock was, when nothing tells.
    /// - Returns: seconds since 1970, UTC; nil for what is no date.
    static func seconds(_ text: String, offset: String? = nil, in zone: TimeZone = .current)
        -> Int64?
    {
        let pattern =
            #/^\s*(\d{4})[:\-](\d{2})[:\-](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?)?\s*(Z|[+\-]\d{2}:?\d{2})?\s*$/#
        guard text.utf8.count < 64, let match = try? pattern.wholeMatch(in: text) else {
            return nil
        }
        let parts = match.output
        func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = (parts.7.map(String.init) ?? offset).flatMap(timeZone) ?? zone
        let components = DateComponents(
            calendar: calendar, year: number(parts.1), month: number(parts.2),
            day: number(parts.3), hour: number(parts.4), minute: number(parts.5),
            second: min(59, number(parts.6)))
        guard components.isValidDate, let date = components.date, number(parts.1) >= 1800 else {
            return nil
        }
        let seconds = Int64(date.timeIntervalSince1970)
        // Clocks that were never set say the beginning of their epoch: Unix's, QuickTime's.
        return seconds == 0 || seconds == -2_082_844_800 ? nil : seconds
    }

    private static func timeZone(_ offset: String) -> TimeZone? {
        if offset == "Z" { return .gmt }
        guard let match = try? #/\s*([+\-])(\d{2}):?(\d{2})\s*/#.wholeMatch(in: offset),
            let hours = Int(match.2), let minutes = Int(match.3), hours <= 15, minutes < 60
        else { return nil }
        return TimeZone(
            secondsFromGMT: (match.1 == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
    }
}
