import MediaTypes

/// A set of encoders whose outputs are comparable, whatever precision they compute in.
public struct Space: Sendable {
    /// The name a person uses for it, such as `starter`.
    public let name: String
    /// Changes whenever a weight, a bridge or a preprocessing step changes: vectors of different
    /// identities are not comparable.
    public let identity: String
    public let dimension: Int
    /// Version of the preprocessing, stored with every embedding.
    public let preprocessingVersion: Int
    /// Where it lies, an absolute path; nil for an installed one.
    public var folder: String?
    public let image: (any ImageEncoder)?
    public let audio: (any AudioEncoder)?
    public let text: (any TextEncoder)?

    public init(
        name: String, identity: String, dimension: Int, preprocessingVersion: Int,
        image: (any ImageEncoder)? = nil, audio: (any AudioEncoder)? = nil,
        text: (any TextEncoder)? = nil
    ) {
        self.name = name
        self.identity = identity
        self.dimension = dimension
        self.preprocessingVersion = preprocessingVersion
        self.image = image
        self.audio = audio
        self.text = text
    }

    /// What it is loaded by: its folder, or the name of an installed one.
    public var location: String { folder ?? name }

    /// Of pictures and sound, those that it has no encoder for.
    public var missingModalities: [Modality] {
        [image == nil ? .image : nil, audio == nil ? .audio : nil].compactMap { $0 }
    }
}
