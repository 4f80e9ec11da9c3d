import Foundation

/// Paths as a person gives and reads them.
enum FilePath {
    /// `path` from the root, without `.` and `..`; symbolic links stay.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// `path`, or its form relative to the current folder where that is shorter.
    ///
    /// Control characters in names become `?`.
    /// - Parameter path: an absolute path.
    static func display(
        _ path: String, from folder: String = FileManager.default.currentDirectoryPath
    ) -> String {
        let target = path.split(separator: "/")
        let current = folder.split(separator: "/")
        let common = zip(target, current).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: current.count - common)
        let relative = (up + target.dropFirst(common).map(String.init)).joined(separator: "/")
        let shorter = relative.isEmpty || relative.count >= path.count ? path : relative
        return withoutControls(shorter)
    }

    /// `text` with `?` in place of control characters, which a terminal would obey.
    static func withoutControls(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "?" : $0
                }))
    }
}
