import Encoding

/// Finds the map that brings one space's embeddings into another by texts that both embed, and
/// tells how well it does.
///
/// The idea is that of "Connecting Multi-modal Contrastive Representations" (Wang et al., 2023).
public struct BridgeFitting: Sendable {
    public struct Result: Sendable {
        public let map: LinearMap
        public let penalty: Double
        /// Texts of the first half, which the map was fitted on.
        public let fitted: Int
        /// How well texts of the other half find themselves.
        public let score: RetrievalScore
    }

    /// Fewer texts say too little of two spaces.
    static let leastTexts = 200
    static let leastSubjects = 16
    private static let penalties = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]
    private static let foldCount = 4
    /// Vectors that lie nearer together than rounding differs are the same.
    private static let smallestVariance = 1e-8

    private let source, target: VectorTable
    private let subjects: [Int]

    /// - Parameters:
    ///   - source: unit vectors of texts in the space to be mapped.
    ///   - target: of the same texts in the other.
    ///   - subjects: of the texts; texts about one are kept together.
    /// - Throws: `BridgingError` when they determine no map.
    init(from source: VectorTable, to target: VectorTable, subjects: [Int]) throws {
        precondition(
            source.count == target.count && source.count == subjects.count,
            "a counterpart and a subject for each text")
        let subjectCount = Set(subjects).count
        guard source.count >= Self.leastTexts, subjectCount >= Self.leastSubjects else {
            throw BridgingError.tooFewTexts(source.count, subjects: subjectCount)
        }
        for (table, side) in [(source, BridgingError.Side.audio), (target, .image)] {
            guard table.variance > Self.smallestVariance else {
                throw BridgingError.allTheSame(side)
            }
        }
        (self.source, self.target, self.subjects) = (source, target, subjects)
    }

    /// - Parameter progress: gets steps that are done and the number of all; what it throws ends the
    ///   work.
    func run(progress: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }) throws -> Result {
        // By turns, since neighbouring subjects are of a kind.
        let places = Dictionary(
            uniqueKeysWithValues: Set(subjects).sorted().enumerated().map { ($1, $0) })
        let place = subjects.map { places[$0] ?? 0 }
        let all = Array(subjects.indices)
        let first = all.filter { place[$0] % 2 == 0 }
        let second = all.filter { place[$0] % 2 == 1 }
        let folds = (0..<Self.foldCount).map { fold in
            first.filter { place[$0] / 2 % Self.foldCount == fold }
        }
        let steps = Self.foldCount * Self.penalties.count + 1
        var sums = [Double](repeating: 0, count: Self.penalties.count)
        for (number, fold) in folds.enumerated() {
            let held = Set(fold)
            let rest = first.filter { !held.contains($0) }
            let regression = try RidgeRegression(from: source.rows(rest), to: target.rows(rest))
            for (index, penalty) in Self.penalties.enumerated() {
                try progress(number * Self.penalties.count + index, steps)
                guard let map = regression.map(penalty: penalty) else { continue }
                sums[index] += try score(fold, by: map).meanReciprocalRank
            }
        }
        try progress(steps - 1, steps)
        // Of equally good ones the largest, which is the simplest map.
        let best = sums.indices.max { (sums[$0], $0) < (sums[$1], $1) } ?? 0
        guard sums[best] > 0,
            let map = try RidgeRegression(from: source.rows(first), to: target.rows(first))
                .map(penalty: Self.penalties[best])
        else { throw BridgingError.noMap }
        return Result(
            map: map, penalty: Self.penalties[best], fitted: first.count,
            score: try score(second, by: map))
    }

    /// Texts look for themselves as they do in a search: what is mapped is found.
    private func score(_ numbers: [Int], by map: LinearMap) throws -> RetrievalScore {
        try RetrievalScore(
            queries: target.rows(numbers), candidates: source.rows(numbers), map: map)
    }
}
