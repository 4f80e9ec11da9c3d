import MediaTypes

/// Merges an asset's matching segments into moments.
///
/// A segment matches when it comes near to the asset's best segment: when its score lies within
/// the uppermost fifth of the way from the baseline to the best score. The baseline is what the
/// query scores on average with the library's segments of the same kind, so the rule is the same
/// for a query that is close to everything and for one that is close to nothing. Matching segments
/// that overlap or touch in time become one moment; one that stands alone is a moment as it is.
/// All of a photo is one moment.
struct MomentMerger {
    /// The part of the way from the baseline to the best score that a segment must have come.
    static let nearness: Float = 0.8
    /// Seconds between two segments that still touch.
    static let largestGap = 0.5
    /// Moments of one asset.
    static let largestCount = 3

    /// The average score of the query, by kind of segment.
    let baseline: [Match: Float]

    /// The moments of one asset, the best first, `largestCount` at most.
    func moments(of segments: [ScoredSegment]) -> [Moment] {
        guard let best = segments.map(\.score).max() else { return [] }
        let matching = segments.filter { $0.score >= threshold($0.match, best: best) }
        var moments: [Moment] = []
        for segment in matching.sorted(by: { $0.start < $1.start }) {
            let moment = Moment(
                range: segment.range, score: segment.score, matched: [segment.match])
            if let last = moments.last, let merged = Self.merge(last, moment) {
                moments[moments.count - 1] = merged
            } else {
                moments.append(moment)
            }
        }
        // Stable: of equal moments the earlier one comes first.
        return Array(moments.sorted { $0.score > $1.score }.prefix(Self.largestCount))
    }

    private func threshold(_ match: Match, best: Float) -> Float {
        let baseline = baseline[match] ?? 0
        return best - (1 - Self.nearness) * max(0, best - baseline)
    }

    /// Both as one, or nil when they don't touch; `later` doesn't start before `earlier`.
    private static func merge(_ earlier: Moment, _ later: Moment) -> Moment? {
        var merged = earlier
        if let range = earlier.range, let next = later.range {
            guard next.start <= range.end + largestGap else { return nil }
            merged.range = TimeRange(start: range.start, end: max(range.end, next.end))
        }
        merged.score = max(earlier.score, later.score)
        merged.matched.formUnion(later.matched)
        return merged
    }
}

extension ScoredSegment {
    fileprivate var start: Double { range?.start ?? 0 }
}
