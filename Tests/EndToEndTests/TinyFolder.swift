/// Small models of random weights, as plain Hugging Face folders.
enum TinyFolder {
    /// - Parameter model: `clip`, `siglip`, `clap` or `embedding-gemma`.
    static func path(of model: String) -> String {
        FixtureFolder.path(of: "EncodingTests") + "/\(model)-tiny"
    }
}
