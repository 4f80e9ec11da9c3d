import Catalog
import MediaTypes

/// What is looked for, in the terms of a space.
public struct Query: Sendable {
    /// Something that is wanted or not.
    public struct Part: Sendable, Equatable {
        /// What the embedding was made from.
        public let modality: Modality
        public let embedding: Embedding
        /// How much it counts beside the other parts, more than 0.
        public let weight: Float

        /// - Precondition: `weight` is positive.
        public init(_ embedding: Embedding, modality: Modality, weight: Float = 1) {
            precondition(weight > 0 && weight.isFinite, "a part of a query counts for something")
            self.modality = modality
            self.embedding = embedding
            self.weight = weight
        }
    }

    public static let defaultLimit = 20
    /// How much of an unwanted part is taken from the direction of the wanted ones.
    static let subtraction: Float = 0.5

    public let wanted: [Part]
    /// What a result must not be.
    public let unwanted: [Part]
    /// The direction of all parts together.
    public let embedding: Embedding
    /// The wanted words, those of `phrases` among them, as a person wrote them.
    public let words: [String]
    /// Words that a person wants to find as they stand, one after the other.
    public let phrases: [String]
    /// Only assets of these types are found.
    public let types: Set<MediaType>
    /// Only assets that it lets through are found.
    public let filter: AssetFilter
    /// Assets that are not found, such as what the query was made from.
    public let excluded: Set<AssetID>
    /// Results at most.
    public let limit: Int
    /// Whether results that are no better than chance are dropped.
    public let dropsChance: Bool

    /// Looks for what is near to all of `wanted` and is none of `unwanted`.
    ///
    /// - Parameters:
    ///   - wanted: at least one part; all parts are of one space.
    ///   - unwanted: taken from the direction of what is wanted, and a veto.
    ///   - words: of the wanted texts, for stages that look at names and captions.
    ///   - phrases: of the wanted texts.
    ///   - dropsChance: see `NoiseFloor`.
    /// - Throws: `SearchError.emptyQuery`, `.onlyUnwanted`, `.contradictoryQuery`.
    public init(
        _ wanted: [Part], without unwanted: [Part] = [], words: [String] = [],
        phrases: [String] = [], types: Set<MediaType> = Set(MediaType.allCases),
        filter: AssetFilter = AssetFilter(), excluding excluded: Set<AssetID> = [],
        limit: Int = defaultLimit, dropsChance: Bool = true
    ) throws(SearchError) {
        guard let first = wanted.first?.embedding else {
            throw unwanted.isEmpty ? .emptyQuery : .onlyUnwanted
        }
        let opposed = unwanted.contains { part in
            wanted.contains { $0.embedding == part.embedding }
        }
        guard !opposed else { throw .contradictoryQuery }
        var sum = [Float](repeating: 0, count: first.dimension)
        func add(_ part: Part, times factor: Float) {
            precondition(part.embedding.dimension == sum.count, "a query's parts share one space")
            for index in sum.indices { sum[index] += factor * part.embedding.values[index] }
        }
        for part in wanted { add(part, times: part.weight) }
        for part in unwanted { add(part, times: -Self.subtraction * part.weight) }
        guard let mean = Embedding(normalizing: sum) else { throw .contradictoryQuery }
        // One part stays as the encoder gave it, to the last bit.
        embedding = wanted.count == 1 && unwanted.isEmpty ? first : mean
        self.wanted = wanted
        self.unwanted = unwanted
        self.words = words
        self.phrases = phrases
        self.types = types
        self.filter = filter
        self.excluded = excluded
        self.limit = max(0, limit)
        self.dropsChance = dropsChance
    }
}
