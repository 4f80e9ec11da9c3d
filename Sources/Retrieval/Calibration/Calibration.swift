import Catalog
import MediaTypes

/// The noise floors of a library in one space.
///
/// Without a floor, as in a library that was never calibrated, a score is the cosine itself and
/// nothing counts as chance.
struct Calibration: Sendable {
    struct Pair: Hashable {
        let query: Modality
        let kind: SegmentKind
    }

    let floors: [Pair: NoiseFloor]

    init(_ floors: [Pair: NoiseFloor] = [:]) {
        self.floors = floors
    }

    init(catalog: Catalog, space: SpaceID) throws {
        var floors: [Pair: NoiseFloor] = [:]
        for record in try catalog.noiseFloors(in: space) {
            guard let match = Match(modality: record.segments) else { continue }
            let kind = SegmentKind(
                type: record.type, match: match, isCrop: record.areCrops)
            floors[Pair(query: record.query, kind: kind)] = NoiseFloor(
                cutoff: record.cutoff, scale: record.scale)
        }
        self.init(floors)
    }

    /// The floor under what several parts look for together: between theirs, by their weights.
    ///
    /// Nil where one of them has none.
    func floor(of parts: [Query.Part], in kind: SegmentKind) -> NoiseFloor? {
        var cutoff: Float = 0
        var scale: Float = 0
        var weight: Float = 0
        for part in parts {
            guard let floor = floors[Pair(query: part.modality, kind: kind)] else { return nil }
            cutoff += part.weight * floor.cutoff
            scale += part.weight * floor.scale
            weight += part.weight
        }
        return weight > 0 ? NoiseFloor(cutoff: cutoff / weight, scale: scale / weight) : nil
    }
}

extension NoiseFloor? {
    /// The cosine itself where there is no floor.
    func level(_ cosine: Float) -> Float { self?.level(cosine) ?? cosine }

    /// 0…1.
    func score(_ cosine: Float) -> Float { self?.score(cosine) ?? max(0, min(1, cosine)) }
}
