import MediaTypes

/// A file that was found and is yet to be indexed.
public struct PendingFile: Sendable, Equatable {
    public let path: String
    /// As its name has it.
    public let type: MediaType
    /// Bytes.
    public let size: Int64
    /// Named itself, not found in a folder.
    public let isExplicit: Bool
    public let order: Order

    /// When its turn is: the lowest rank first, and of one rank the lowest key, then by path.
    public struct Order: Sendable, Hashable {
        public let rank: Int
        public let key: Int64

        public init(rank: Int, key: Int64) {
            self.rank = rank
            self.key = key
        }
    }

    public init(path: String, type: MediaType, size: Int64, isExplicit: Bool, order: Order) {
        self.path = path
        self.type = type
        self.size = size
        self.isExplicit = isExplicit
        self.order = order
    }
}

/// How much is left to do.
public struct PendingCounts: Sendable, Hashable, Codable {
    public var files = 0
    /// Bytes.
    public var bytes: Int64 = 0

    public init() {}
}
