import Foundation

/// Small models of random weights, as plain Hugging Face folders.
enum TinyFolder {
    /// - Parameter model: `clip`, `siglip`, `clap` or `embedding-gemma`.
    static func path(of model: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("EncodingTests/Fixtures/\(model)-tiny").path
    }
}
