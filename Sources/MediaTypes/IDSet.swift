/// A set of ids in one bit for each number up to the highest: 12.5 KB for 100,000.
public struct IDSet: Sendable, Equatable {
    private var words: [UInt64] = []
    public private(set) var count = 0

    public init() {}

    /// - Precondition: no id is negative.
    public init(_ ids: some Sequence<Int64>) {
        for id in ids { insert(id) }
    }

    public var isEmpty: Bool { count == 0 }

    public func contains(_ id: Int64) -> Bool {
        let word = Int(id >> 6)
        return words.indices.contains(word) && words[word] & Self.bit(id) != 0
    }

    /// - Precondition: `id` is not negative.
    public mutating func insert(_ id: Int64) {
        precondition(id >= 0, "an id is not negative")
        let word = Int(id >> 6)
        if word >= words.count {
            words += repeatElement(0, count: word + 1 - words.count)
        }
        if words[word] & Self.bit(id) == 0 {
            words[word] |= Self.bit(id)
            count += 1
        }
    }

    private static func bit(_ id: Int64) -> UInt64 { 1 << UInt64(id & 63) }
}

/// In ascending order.
extension IDSet: Sequence {
    public struct Iterator: IteratorProtocol {
        private let words: [UInt64]
        private var position = 0
        private var rest: UInt64

        fileprivate init(_ words: [UInt64]) {
            self.words = words
            rest = words.first ?? 0
        }

        public mutating func next() -> Int64? {
            while rest == 0 {
                position += 1
                guard position < words.count else { return nil }
                rest = words[position]
            }
            defer { rest &= rest - 1 }
            return Int64(position << 6 | rest.trailingZeroBitCount)
        }
    }

    public func makeIterator() -> Iterator { Iterator(words) }

    public var underestimatedCount: Int { count }
}
