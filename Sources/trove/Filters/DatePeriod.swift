import ArgumentParser
import Foundation

/// A date as a person gives it, which may be a whole year, month or day.
struct DatePeriod: Equatable {
    /// As given.
    let text: String
    let start: Date
    /// The moment after its last; `start` for a time of day.
    let end: Date

    init(argument: String) throws {
        try self.init(argument, zone: .current)
    }

    /// - Parameters:
    ///   - text: `2024`, `2024-05`, `2024-05-17`, `2024-05-17T12:00`, perhaps with seconds, and an
    ///     offset from UTC or `Z`.
    ///   - zone: of what is without an offset.
    /// - Throws: `ValidationError`.
    init(_ text: String, zone: TimeZone) throws {
        let pattern =
            #/(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+\-]\d{2}:?\d{2})?)?)?)?/#
        guard let match = try pattern.wholeMatch(in: text)?.output else {
            throw ValidationError(
                "Give a date such as 2024, 2024-05, 2024-05-17 or 2024-05-17T12:00.")
        }
        func number(_ digits: Substring??, _ missing: Int) -> Int {
            digits.flatMap { $0 }.flatMap { Int($0) } ?? missing
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = match.7.flatMap { Self.zone($0) } ?? zone
        let components = DateComponents(
            calendar: calendar, year: number(match.1, 0), month: number(match.2, 1),
            day: number(match.3, 1), hour: number(match.4, 0), minute: number(match.5, 0),
            second: number(match.6, 0))
        let unit: Calendar.Component? =
            match.4 != nil ? nil : match.3 != nil ? .day : match.2 != nil ? .month : .year
        guard components.isValidDate, let start = components.date,
            let end = unit.map({ calendar.date(byAdding: $0, value: 1, to: start) }) ?? start
        else { throw ValidationError("There is no such date.") }
        self.text = text
        self.start = start
        self.end = end
    }

    private static func zone(_ offset: Substring) -> TimeZone? {
        guard offset != "Z" else { return .gmt }
        let digits = offset.dropFirst().filter { $0 != ":" }
        guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)) else {
            return nil
        }
        return TimeZone(
            secondsFromGMT: (offset.hasPrefix("-") ? -1 : 1) * (hours * 3600 + minutes * 60))
    }
}
