/// How full the batches of a modality were.
public struct BatchCounts: Sendable, Equatable {
    public internal(set) var batches = 0
    public internal(set) var items = 0

    public init() {}

    /// Part of the places in batches that were taken, 0…1.
    public var fullness: Double {
        batches > 0 ? Double(items) / Double(batches * SegmentBatcher.size) : 0
    }
}
