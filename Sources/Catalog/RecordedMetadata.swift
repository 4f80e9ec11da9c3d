import MediaTypes

/// Metadata with what the catalog keeps beside it.
public struct RecordedMetadata: Sendable, Equatable {
    public let values: MediaMetadata
    /// Whether there is something to hear.
    public let hasSound: Bool
    /// Of what is read and how.
    public let version: Int

    public init(values: MediaMetadata, hasSound: Bool, version: Int) {
        self.values = values
        self.hasSound = hasSound
        self.version = version
    }
}
