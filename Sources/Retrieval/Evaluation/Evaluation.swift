import Catalog
import Foundation
import MediaTypes

/// Measures how well searches find what is known to be relevant.
///
/// - Rank of a query: that of the first relevant asset among the assets found, from 1; an asset
///   counts once, at its best result, and any of a query's relevant paths will do. A near-duplicate
///   counts where the result that stands for it does. What is rejected as no better than chance
///   keeps its rank.
/// - recall@k: the part of the queries whose rank is k or better.
/// - Median rank: of all queries; one that finds nothing relevant ranks behind every other.
/// - ndcg@10: normalised discounted cumulative gain of the first ten assets, relevant or not
///   (Järvelin & Kekäläinen 2002).
/// - moment_recall@1 at a threshold: of the queries for which a true moment is known, the part whose
///   very first result is in a relevant file and overlaps a true moment of it with an intersection
///   over union of at least the threshold; moment_recall@3 likewise for one of the first three.
/// - moment_map: mean over those queries of the average precision of their results, of which one is
///   right when it overlaps a true moment that no better one has found by 0.5 or more.
/// - kept: of the queries with rank 10 or better, the part whose relevant asset is a result, not
///   rejected as no better than chance.
/// - silent: of the queries that have no answer, the part without any result.
///
/// Searches must reach as deep as ranks matter: a result that was cut off was not found.
public struct Evaluation: Sendable {
    static let momentThresholds = [0.3, 0.5, 0.7]
    private static let precisionThreshold = 0.5
    private static let depth = 10

    private struct MomentScore {
        /// The best overlap with a true moment, of each of the first three results.
        let overlaps: [Double]
        let averagePrecision: Double
    }

    /// By query; nil where nothing relevant was found.
    private var ranks: [Int?] = []
    private var gains: [Double] = []
    private var moments: [MomentScore] = []
    /// Of the queries with rank `depth` or better.
    private var kept: [Bool] = []
    /// Of the queries without an answer.
    private var silent: [Bool] = []

    public init() {}

    /// Notes what a search for `query` found.
    public mutating func add(_ query: EvaluationQuery, _ answer: SearchAnswer) {
        guard !query.relevant.isEmpty else {
            silent.append(answer.results.isEmpty)
            return
        }
        let ranked = answer.results + answer.rejected.filter { $0.rejection == .chance }
        var assets: Set<AssetID> = []
        let found = ranked.filter { assets.insert($0.asset).inserted }
        let isRelevant = found.map { result in
            query.relevant.contains { $0.names(result.paths + result.similar) }
        }
        let first = isRelevant.firstIndex(of: true)
        ranks.append(first.map { $0 + 1 })
        gains.append(Self.gain(isRelevant, relevant: Set(query.relevant.map(\.path)).count))
        if let first, first < Self.depth { kept.append(found[first].rejection == nil) }
        if query.relevant.contains(where: { $0.range != nil }) {
            moments.append(Self.score(of: ranked, for: query))
        }
    }

    /// Queries with an answer that found nothing relevant at all.
    public var missed: Int { ranks.count { $0 == nil } }

    public var report: EvaluationReport {
        func byThreshold(_ count: Int) -> [String: Double]? {
            guard !moments.isEmpty else { return nil }
            return Dictionary(
                uniqueKeysWithValues: Self.momentThresholds.map { threshold in
                    let right = moments.count { score in
                        score.overlaps.prefix(count).contains { $0 >= threshold }
                    }
                    return ("\(threshold)", Double(right) / Double(moments.count))
                })
        }
        return EvaluationReport(
            queries: ranks.count, recallAt1: recall(1), recallAt5: recall(5),
            recallAt10: recall(10), medianRank: medianRank, ndcgAt10: Self.mean(gains) ?? 0,
            momentRecallAt1: byThreshold(1), momentRecallAt3: byThreshold(3),
            momentMAP: Self.mean(moments.map(\.averagePrecision)),
            kept: Self.mean(kept.map { $0 ? 1 : 0 }),
            silent: Self.mean(silent.map { $0 ? 1 : 0 }))
    }

    /// Nil of nothing.
    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func gain(_ isRelevant: [Bool], relevant: Int) -> Double {
        func discount(_ index: Int) -> Double { 1 / log2(Double(index + 2)) }
        let gained = isRelevant.prefix(depth).enumerated()
            .reduce(0) { $0 + ($1.element ? discount($1.offset) : 0) }
        let ideal = (0..<min(depth, relevant)).reduce(0) { $0 + discount($1) }
        return min(1, gained / ideal)
    }

    private static func score(of results: [SearchResult], for query: EvaluationQuery) -> MomentScore
    {
        let truths = query.relevant.filter { $0.range != nil }
        var isFound = truths.map { _ in false }
        var right = 0.0
        var precisions = 0.0
        for (index, result) in results.enumerated() {
            let overlaps = truths.map { overlap(of: result, with: $0) }
            let best = overlaps.indices.filter { !isFound[$0] }.max { overlaps[$0] < overlaps[$1] }
            guard let best, overlaps[best] >= precisionThreshold else { continue }
            isFound[best] = true
            right += 1
            precisions += right / Double(index + 1)
        }
        return MomentScore(
            overlaps: results.prefix(3).map { result in
                truths.map { overlap(of: result, with: $0) }.max() ?? 0
            }, averagePrecision: precisions / Double(truths.count))
    }

    private static func overlap(
        of result: SearchResult, with truth: EvaluationQuery.Relevant
    ) -> Double {
        guard truth.names(result.paths), let found = result.range, let range = truth.range else {
            return 0
        }
        return range.overlap(with: found)
    }

    private func recall(_ k: Int) -> Double {
        guard !ranks.isEmpty else { return 0 }
        return Double(ranks.count { ($0 ?? .max) <= k }) / Double(ranks.count)
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
