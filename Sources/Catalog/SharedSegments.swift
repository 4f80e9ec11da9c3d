import GRDB
import MediaTypes

/// The segments that an asset already has, from other spaces or from before it was cut anew, each to be taken once.
struct SharedSegments {
    private struct Key: Hashable {
        let modality: Modality
        let range: TimeRange?
        let crop: Crop?
    }

    private var ids: [Key: [SegmentID]] = [:]
    private var ordinals: [Modality: Int] = [:]

    /// Of a new asset.
    init() {}

    init(_ db: Database, asset: AssetID) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, modality, ordinal, start_seconds, end_seconds, \(Crop.columns)
                FROM segment
                WHERE asset_id = ? ORDER BY modality, ordinal DESC
                """, arguments: [asset])
        for row in rows {
            let key = Key(
                modality: row["modality"], range: TimeRange(row), crop: Crop(row))
            ids[key, default: []].append(row["id"])
            ordinals[key.modality] = max(ordinals[key.modality] ?? 0, row["ordinal"] + 1)
        }
    }

    /// The segment of the same modality, time and crop that comes first and was not taken yet.
    mutating func take(_ segment: EncodedSegment) -> SegmentID? {
        ids[Key(modality: segment.modality, range: segment.range, crop: segment.crop)]?.popLast()
    }

    /// The number of a new segment within its asset and modality.
    mutating func nextOrdinal(_ modality: Modality) -> Int {
        let ordinal = ordinals[modality] ?? 0
        ordinals[modality] = ordinal + 1
        return ordinal
    }
}
