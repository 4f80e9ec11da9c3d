import Compute
import MediaTypes

extension Space {
    /// Loads a space folder.
    ///
    /// - Parameters:
    ///   - modalities: whose encoders are loaded; a text search needs no photo network.
    ///   - precision: what its networks compute in; nil is what suits each of them on this
    ///     processor, most often `Precision.preferred`.
    ///   - defersTexts: whether the encoder of texts is loaded with the first of them, and what is
    ///     wrong with its files told only then.
    /// - Throws: `EncodingError` naming the file, tensor or field at fault.
    public init(
        directory: String, modalities: Set<Modality> = Set(Modality.allCases),
        precision: Precision? = nil, defersTexts: Bool = false
    ) throws {
        try self.init(
            directory: directory, manifest: SpaceManifest(directory: directory),
            modalities: modalities, precision: precision, defersTexts: defersTexts)
    }

    /// Loads a folder as if `manifest` were its `space.json`.
    init(
        directory: String, manifest: SpaceManifest,
        modalities: Set<Modality> = Set(Modality.allCases), precision: Precision? = nil,
        defersTexts: Bool = false
    ) throws {
        let location = ArchitectureRegistry.Location(
            directory: directory, dimension: manifest.dimension,
            preprocessingVersion: manifest.preprocessingVersion,
            requestedPrecision: precision, parts: manifest.parts ?? [:])

        func loader<Encoder>(
            _ modality: Modality,
            _ registry: [String:
                @Sendable (ArchitectureRegistry.Entry, ArchitectureRegistry.Location)
                throws -> Encoder]
        ) throws -> (@Sendable () throws -> Encoder)? {
            guard modalities.contains(modality), let entry = manifest.encoders[modality.rawValue]
            else { return nil }
            guard let make = registry[entry.architecture] else {
                throw EncodingError.unknownArchitecture(
                    entry.architecture, path: directory + "/space.json")
            }
            return { try make(entry, location) }
        }
        let loadText = try loader(.text, ArchitectureRegistry.text)
        self.init(
            name: manifest.name, identity: manifest.identity, dimension: manifest.dimension,
            preprocessingVersion: manifest.preprocessingVersion,
            image: try loader(.image, ArchitectureRegistry.image)?(),
            audio: try loader(.audio, ArchitectureRegistry.audio)?(),
            text: defersTexts
                ? loadText.map { DeferredTextEncoder(precision: location.precision, load: $0) }
                : try loadText?())
    }
}
