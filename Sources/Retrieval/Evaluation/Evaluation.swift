import Catalog
import MediaTypes

/// Measures how well searches find what is known to be relevant.
///
/// - Rank of a query: that of the first relevant asset among the assets found, from 1; an asset
///   counts once, at its best result, and any of a query's relevant paths will do.
/// - recall@k: the part of the queries whose rank is k or better.
/// - Median rank: of all queries; one that finds nothing relevant ranks behind every other.
/// - moment_recall@1 at a threshold: of the queries for which a true moment is known, the part whose
///   very first result is in a relevant file and overlaps a true moment of it with an intersection
///   over union of at least the threshold.
///
/// Searches must reach as deep as ranks matter: a result that was cut off was not found.
public struct Evaluation: Sendable {
    static let momentThresholds = [0.3, 0.5, 0.7]

    /// By query; nil where nothing relevant was found.
    private var ranks: [Int?] = []
    /// By query with a known moment; the best overlap of the first result with one.
    private var overlaps: [Double] = []

    public init() {}

    /// Notes what a search for `query` found, in the order of the ranks.
    public mutating func add(_ query: EvaluationQuery, results: [SearchResult]) {
        var assets: Set<AssetID> = []
        let paths = results.filter { assets.insert($0.asset).inserted }.map(\.paths)
        ranks.append(
            paths.firstIndex { paths in query.relevant.contains { $0.names(paths) } }.map { $0 + 1 }
        )
        guard query.relevant.contains(where: { $0.range != nil }) else { return }
        overlaps.append(results.first.map { Self.overlap(of: $0, with: query) } ?? 0)
    }

    /// Queries that found nothing relevant at all.
    public var missed: Int { ranks.count { $0 == nil } }

    public var report: EvaluationReport {
        EvaluationReport(
            queries: ranks.count, recallAt1: recall(1), recallAt5: recall(5),
            recallAt10: recall(10), medianRank: medianRank,
            momentRecallAt1: overlaps.isEmpty
                ? nil
                : Dictionary(
                    uniqueKeysWithValues: Self.momentThresholds.map { ("\($0)", momentRecall($0)) })
        )
    }

    private static func overlap(of result: SearchResult, with query: EvaluationQuery) -> Double {
        guard let found = result.range else { return 0 }
        let moments = query.relevant.filter { $0.names(result.paths) }.compactMap(\.range)
        return moments.map { $0.overlap(with: found) }.max() ?? 0
    }

    private func recall(_ k: Int) -> Double {
        guard !ranks.isEmpty else { return 0 }
        return Double(ranks.count { ($0 ?? .max) <= k }) / Double(ranks.count)
    }

    private func momentRecall(_ threshold: Double) -> Double {
        Double(overlaps.count { $0 >= threshold }) / Double(overlaps.count)
    }

    /// Nil where the middle query found nothing relevant.
    private var medianRank: Double? {
        let sorted = ranks.map { $0 ?? .max }.sorted()
        guard !sorted.isEmpty else { return nil }
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        return high == .max ? nil : Double(low + high) / 2
    }
}
