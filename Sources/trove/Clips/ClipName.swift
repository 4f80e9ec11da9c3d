import Foundation
import MediaTypes
import Retrieval

/// What a clip is called: `003_holiday_0214-0231`, its rank, its file and its moment.
struct ClipName {
    /// Bytes of a file's name that are kept; file systems allow 255 in all.
    private static let longest = 150

    let stem: String

    /// - Parameter range: the result's moment.
    init(_ result: SearchResult, range: TimeRange) {
        let file = ((result.path as NSString).lastPathComponent as NSString).deletingPathExtension
        var name = FilePath.withoutControls(file)
        while name.utf8.count > Self.longest { name.removeLast() }
        let start = Self.digits(range.start.rounded(.down))
        let end = Self.digits(range.end.rounded(.up))
        stem = String(format: "%03d_", result.rank) + name + "_\(start)-\(end)"
    }

    /// A path in the folder at which nothing lies yet.
    func unused(in folder: String, extension suffix: String) -> String {
        var path = "\(folder)/\(stem).\(suffix)"
        var copy = 1
        while FileManager.default.fileExists(atPath: path) {
            copy += 1
            path = "\(folder)/\(stem)-\(copy).\(suffix)"
        }
        return path
    }

    /// `0214`, or `10214` from an hour on.
    private static func digits(_ seconds: Double) -> String {
        HumanFormat.timestamp(Int(seconds)).filter { $0 != ":" }
    }
}
