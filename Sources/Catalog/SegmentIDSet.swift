/// A set of segments in one bit for each number up to the highest: 12.5 KB for 100,000.
public struct SegmentIDSet: Sendable, Equatable {
    private var words: [UInt64] = []
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    public func contains(_ id: SegmentID) -> Bool {
        let word = Int(id >> 6)
        return words.indices.contains(word) && words[word] & Self.bit(id) != 0
    }

    /// - Precondition: `id` is not negative.
    public mutating func insert(_ id: SegmentID) {
        precondition(id >= 0, "a segment's number is not negative")
        let word = Int(id >> 6)
        if word >= words.count {
            words += repeatElement(0, count: word + 1 - words.count)
        }
        if words[word] & Self.bit(id) == 0 {
            words[word] |= Self.bit(id)
            count += 1
        }
    }

    private static func bit(_ id: SegmentID) -> UInt64 { 1 << UInt64(id & 63) }
}
