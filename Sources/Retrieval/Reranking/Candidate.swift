import Catalog
import MediaTypes

/// Something that may become a result: a moment of an asset, as far as the stages have judged it.
public struct Candidate: Sendable {
    public let asset: AssetRecord
    public let moment: Moment
    /// What it is ranked by, 0…1.
    public var score: Float
    /// Why it is no result after all; nil for one that is.
    public private(set) var rejection: Rejection?
    /// Whether it is more than chance whatever its score, such as by a word in its name.
    public var isCertain = false
    /// The part of a photo that speaks for it more clearly than the whole.
    public internal(set) var crop: ScoredSegment?
    /// Near-duplicates that it stands for, the best first.
    public var similar: [AssetRecord] = []
    /// What each stage did with it, in their order.
    public internal(set) var trail: [StageRecord] = []

    init(asset: AssetRecord, moment: Moment) {
        self.asset = asset
        self.moment = moment
        score = moment.score
    }

    /// What speaks for it, in no order.
    var segments: [ScoredSegment] { moment.evidence.values + [crop].compactMap(\.self) }

    /// Makes it no result; of several reasons the first stands.
    public mutating func reject(_ reason: Rejection) {
        if rejection == nil { rejection = reason }
    }

    /// Whether this one stands before `other`: higher scores first; of equal ones the older asset,
    /// and in it the earlier moment.
    func precedes(_ other: Candidate) -> Bool {
        if score != other.score { return score > other.score }
        if asset.id != other.asset.id { return asset.id < other.asset.id }
        return (moment.range?.start ?? 0) < (other.moment.range?.start ?? 0)
    }
}
