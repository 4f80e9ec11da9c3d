extension KeyedDecodingContainer {
    /// A size that leaves room for products of two.
    func size(_ key: Key, default standard: Int) throws -> Int {
        let size = try decodeIfPresent(Int.self, forKey: key) ?? standard
        guard (1...1_000_000).contains(size) else { throw invalid(key, "out of range") }
        return size
    }

    /// What to throw for a value that makes no network, or one that is not known.
    func invalid(_ key: Key, _ reason: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: reason))
    }

    /// The object of that name; nil where there is none.
    func objectIfPresent<Nested: CodingKey>(
        _ key: Key, keyedBy type: Nested.Type = Key.self
    ) throws -> KeyedDecodingContainer<Nested>? {
        guard try contains(key) && !decodeNil(forKey: key) else { return nil }
        return try nestedContainer(keyedBy: type, forKey: key)
    }
}
