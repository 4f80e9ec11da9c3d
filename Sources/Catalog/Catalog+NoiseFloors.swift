import GRDB
import MediaTypes

extension Catalog {
    /// What was last learnt about chance in a space; empty when that never happened.
    public func noiseFloors(in space: SpaceID) throws -> [NoiseFloorRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT query_modality, asset_type, segment_modality, are_crops, cutoff, scale
                    FROM noise_floor WHERE space_id = ?
                    """, arguments: [space]
            ).map { row in
                NoiseFloorRecord(
                    query: row["query_modality"], type: row["asset_type"],
                    segments: row["segment_modality"], areCrops: row["are_crops"],
                    cutoff: row["cutoff"], scale: row["scale"])
            }
        }
    }

    /// Replaces all that was learnt about chance in a space.
    public func recordNoiseFloors(_ floors: [NoiseFloorRecord], in space: SpaceID) throws {
        try write { db in
            try db.execute(sql: "DELETE FROM noise_floor WHERE space_id = ?", arguments: [space])
            for floor in floors {
                try db.execute(
                    sql: """
                        INSERT INTO noise_floor (space_id, query_modality, asset_type,
                            segment_modality, are_crops, cutoff, scale) VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        space, floor.query, floor.type, floor.segments, floor.areCrops,
                        floor.cutoff, floor.scale,
                    ])
            }
        }
    }
}
