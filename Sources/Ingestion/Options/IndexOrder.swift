import Catalog
import MediaTypes

/// Which files a run indexes first.
public struct IndexOrder: Sendable, Hashable {
    public enum Within: String, Sendable, Hashable, CaseIterable {
        /// In the order of their paths.
        case path
        /// By when they were changed last.
        case newest
        case oldest
        case smallest
    }

    /// Types in their order, each before those that come after it; those that are missing come last.
    public var types: [MediaType]
    /// Among files of one type, or of all where no type is before another.
    public var within: Within

    public init(types: [MediaType] = [], within: Within = .path) {
        self.types = types
        self.within = within
    }

    func order(of type: MediaType, _ fingerprint: FileFingerprint) -> PendingFile.Order {
        let key: Int64 =
            switch within {
            case .path: 0
            case .newest: 0 &- fingerprint.modified
            case .oldest: fingerprint.modified
            case .smallest: fingerprint.size
            }
        return PendingFile.Order(rank: types.firstIndex(of: type) ?? types.count, key: key)
    }
}
