import MediaTypes

/// Merges an asset's matching segments into moments, with hysteresis.
///
/// A moment begins where a segment comes near to the asset's best one, and reaches as far as its
/// neighbours stay fairly near. How near tells the part of the way that a segment has come from
/// the baseline to the level of the best one. The baseline is the level of an average segment of
/// the same kind, so the rule is the same for a query that is close to everything and for one that
/// is close to nothing. Segments that overlap or touch in time are neighbours. All of a photo is
/// one moment.
struct MomentMerger {
    /// The part of the way that a moment's best segment must have come.
    static let beginning: Float = 0.8
    /// The part of the way that each of its segments must have come.
    static let continuing: Float = 0.7
    /// Seconds between two segments that still touch.
    static let largestGap = 0.5
    /// Moments of one asset.
    static let largestCount = 3

    /// The level of an average segment, by what it is matched by.
    let baseline: [Match: Float]

    /// The moments of one asset, the best first, `largestCount` at most.
    func moments(of segments: [ScoredSegment]) -> [Moment] {
        guard let best = segments.map(\.level).max() else { return [] }
        let near = segments.filter { $0.level >= threshold(Self.continuing, $0.match, best) }
        var moments: [Moment] = []
        for segment in near.sorted(by: { $0.start < $1.start }) {
            let moment = Moment(range: segment.range, evidence: [segment.match: segment])
            if let last = moments.last, let merged = Self.merge(last, moment) {
                moments[moments.count - 1] = merged
            } else {
                moments.append(moment)
            }
        }
        moments.removeAll { moment in
            !moment.evidence.contains { match, segment in
                segment.level >= threshold(Self.beginning, match, best)
            }
        }
        // Stable: of equal moments the earlier one comes first.
        return Array(moments.sorted { $0.level > $1.level }.prefix(Self.largestCount))
    }

    private func threshold(_ part: Float, _ match: Match, _ best: Float) -> Float {
        best - (1 - part) * max(0, best - (baseline[match] ?? 0))
    }

    /// Both as one, or nil when they don't touch; `later` doesn't start before `earlier`.
    private static func merge(_ earlier: Moment, _ later: Moment) -> Moment? {
        var merged = earlier
        if let range = earlier.range, let next = later.range {
            guard next.start <= range.end + largestGap else { return nil }
            merged.range = TimeRange(start: range.start, end: max(range.end, next.end))
        }
        merged.evidence.merge(later.evidence) { $0.level >= $1.level ? $0 : $1 }
        return merged
    }
}

extension ScoredSegment {
    fileprivate var start: Double { range?.start ?? 0 }
}

extension Moment {
    fileprivate var level: Float { evidence.values.map(\.level).max() ?? 0 }
}
