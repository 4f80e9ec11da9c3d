/// How long the stages of a run took, summed over its threads.
public struct StageTimes: Sendable, Equatable {
    /// Finding files and looking up what is known of them.
    public var walking = Duration.zero
    /// Reading files to tell their content.
    public var hashing = Duration.zero
    public var decoding = Duration.zero
    public var encoding = Duration.zero
    /// Writing to the catalog.
    public var committing = Duration.zero

    public init() {}
}
