import GRDB
import MediaTypes

extension Catalog {
    /// Records what is said of the file that is seen at `path`, in place of what was known.
    ///
    /// Nothing happens when nothing is seen there.
    public func recordMetadata(_ metadata: RecordedMetadata, ofFileAt path: String) throws {
        try write { db in
            let asset = try AssetID.fetchOne(
                db, sql: "SELECT asset_id FROM path WHERE path = ?", arguments: [path])
            guard let asset else { return }
            try db.execute(
                sql: "UPDATE path SET words = ? WHERE path = ?",
                arguments: [PathWords.words(path), path])
            try Self.replaceMetadata(db, of: asset, metadata)
        }
    }

    static func replaceMetadata(
        _ db: Database, of asset: AssetID, _ metadata: RecordedMetadata
    ) throws {
        for table in ["metadata", "tag", "subtitle"] {
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE asset_id = ?")
                .execute(arguments: [asset])
        }
        let values = metadata.values
        try db.cachedStatement(
            sql: """
                INSERT INTO metadata (asset_id, version, captured_at, camera, latitude, longitude,
                    rating, has_sound, captions, tags)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            asset, metadata.version, values.captured, values.camera, values.place?.latitude,
            values.place?.longitude, values.rating, metadata.hasSound,
            values.captions.joined(separator: "\n"), values.tags.joined(separator: "\n"),
        ])
        let insertTag = try db.cachedStatement(
            sql: "INSERT INTO tag (folded, asset_id) VALUES (?, ?)")
        for tag in FoldedTag.all(values.tags) { try insertTag.execute(arguments: [tag, asset]) }
        let insertLine = try db.cachedStatement(
            sql: """
                INSERT INTO subtitle (asset_id, start_seconds, end_seconds, line)
                VALUES (?, ?, ?, ?)
                """)
        for line in values.subtitles {
            try insertLine.execute(arguments: [
                asset, line.range.start, line.range.end, line.text,
            ])
        }
    }
}
