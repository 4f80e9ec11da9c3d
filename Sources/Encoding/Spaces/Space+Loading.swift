import Compute
import MediaTypes

extension Space {
    /// Loads a space folder.
    ///
    /// - Parameters:
    ///   - modalities: whose encoders are loaded; a text search needs no photo network.
    ///   - precision: what its networks compute in; nil is `Precision.preferred`.
    /// - Throws: `EncodingError` naming the file, tensor or field at fault.
    public init(
        directory: String, modalities: Set<Modality> = Set(Modality.allCases),
        precision: Precision? = nil
    ) throws {
        try self.init(
            directory: directory, manifest: SpaceManifest(directory: directory),
            modalities: modalities, precision: precision)
    }

    /// Loads a folder as if `manifest` were its `space.json`.
    init(
        directory: String, manifest: SpaceManifest,
        modalities: Set<Modality> = Set(Modality.allCases), precision: Precision? = nil
    ) throws {
        let precision = precision ?? .preferred
        let location = ArchitectureRegistry.Location(
            directory: directory, dimension: manifest.dimension,
            preprocessingVersion: manifest.preprocessingVersion, precision: precision,
            parts: manifest.parts ?? [:])

        func encoder<Encoder>(
            _ modality: Modality,
            _ registry: [String:
                @Sendable (ArchitectureRegistry.Entry, ArchitectureRegistry.Location)
                throws -> Encoder]
        ) throws -> Encoder? {
            guard modalities.contains(modality), let entry = manifest.encoders[modality.rawValue]
            else { return nil }
            guard let make = registry[entry.architecture] else {
                throw EncodingError.unknownArchitecture(
                    entry.architecture, path: directory + "/space.json")
            }
            return try make(entry, location)
        }
        self.init(
            name: manifest.name, identity: manifest.identity, dimension: manifest.dimension,
            preprocessingVersion: manifest.preprocessingVersion,
            image: try encoder(.image, ArchitectureRegistry.image),
            audio: try encoder(.audio, ArchitectureRegistry.audio),
            text: try encoder(.text, ArchitectureRegistry.text))
    }
}
