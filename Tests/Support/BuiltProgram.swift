import Foundation

/// The package's own programs as the tests' build made them.
public enum BuiltProgram {
    /// The absolute path of an executable product or target; it lies beside the test bundle.
    public static func path(_ name: String) -> String {
        URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent(name).path
    }
}
