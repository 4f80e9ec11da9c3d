import ArgumentParser
import MediaTypes

/// A stretch of a video or recording to search with: `FILE`, `FILE@20-25.5`, `2*FILE@1:02:00-1:03:00`.
///
/// What follows the last `@` is a stretch when it is made of digits, `:`, `.` and `-` alone.
struct VideoArgument: Equatable {
    let path: String
    let weight: Float
    /// Nil is all of it.
    let stretch: TimeRange?

    init(_ argument: String) throws {
        let weighted = try WeightedArgument(argument)
        weight = weighted.weight
        guard let at = weighted.value.lastIndex(of: "@"), at > weighted.value.startIndex,
            let times = Self.times(weighted.value[weighted.value.index(after: at)...])
        else {
            path = weighted.value
            stretch = nil
            return
        }
        path = String(weighted.value[..<at])
        stretch = try Self.stretch(times)
    }

    private static func times(_ text: Substring) -> Substring? {
        let isStretch = text.allSatisfy { ("0"..."9").contains($0) || ":.-".contains($0) }
        return isStretch && !text.isEmpty ? text : nil
    }

    private static func stretch(_ text: Substring) throws -> TimeRange {
        let times = text.split(separator: "-", omittingEmptySubsequences: false)
        guard times.count == 2, let start = Timestamp.seconds(times[0]),
            let end = Timestamp.seconds(times[1])
        else {
            throw ValidationError(
                "a stretch is start-end, each in seconds or [h:]m:s, as in @1:20-1:50.")
        }
        guard start < end else {
            throw ValidationError("the stretch \(text) ends before it has begun.")
        }
        return TimeRange(start: start, end: end)
    }
}
