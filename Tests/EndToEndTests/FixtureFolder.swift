import Foundation

/// What other modules' tests keep beside them.
enum FixtureFolder {
    /// - Parameter module: as its tests are named, such as `EncodingTests`.
    static func path(of module: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(module + "/Fixtures").path
    }
}
