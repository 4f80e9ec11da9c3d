/// What a bridge was fitted for, kept in the metadata of its file: a map that was fitted on one
/// encoder's output gives nonsense, and no error, on another's.
public struct BridgeFit: Sendable, Equatable {
    /// The encoder's name in `ArchitectureRegistry`.
    public let architecture: String
    /// That of the encoder's input during the fit.
    public let preprocessingVersion: Int

    public init(architecture: String, preprocessingVersion: Int) {
        self.architecture = architecture
        self.preprocessingVersion = preprocessingVersion
    }

    /// As it stands in a file's `__metadata__`.
    public var metadata: [String: String] {
        ["architecture": architecture, "preprocessing_version": "\(preprocessingVersion)"]
    }

    /// - Throws: `EncodingError.unsuitableBridge` unless the file was fitted for just this.
    public func check(_ file: SafeTensorsFile) throws {
        for (key, needed) in metadata.sorted(by: { $0.key < $1.key }) {
            let found = file.metadata[key]
            guard found != needed else { continue }
            throw EncodingError.unsuitableBridge(
                path: file.path,
                reason: "its \(key) is \(found.map { "'\($0)'" } ?? "missing"), "
                    + "that of the space's encoder '\(needed)'")
        }
    }
}
