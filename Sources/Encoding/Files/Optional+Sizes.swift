extension Optional {
    /// As of an object that is there; of one that is not, what stands for it.
    func size<Key>(_ key: Key, default standard: Int) throws -> Int
    where Wrapped == KeyedDecodingContainer<Key> {
        try self?.size(key, default: standard) ?? standard
    }

    /// As of an object that is there.
    func invalid<Key>(_ key: Key, _ reason: String) -> DecodingError
    where Wrapped == KeyedDecodingContainer<Key> {
        self?.invalid(key, reason)
            ?? .dataCorrupted(.init(codingPath: [key], debugDescription: reason))
    }
}
