import Foundation
import GRDB
import MediaTypes

extension Catalog {
    /// What is known of a path, from the view of one space.
    public func fileState(path: String, in space: SpaceID) throws -> FileState {
        try fileStates(paths: [path], in: space)[0]
    }

    /// What is known of paths, one state a path, from the view of one space.
    public func fileStates(paths: [String], in space: SpaceID) throws -> [FileState] {
        try read { db in
            let indexed = try db.cachedStatement(
                sql: """
                    SELECT size, mtime_ns, ctime_ns, inode, (
                        SELECT is_unencodable FROM coverage
                        WHERE coverage.asset_id = path.asset_id AND space_id = ?),
                        (SELECT version FROM metadata WHERE asset_id = path.asset_id)
                    FROM path WHERE path = ?
                    """)
            let quarantined = try db.cachedStatement(
                sql: """
                    SELECT size, mtime_ns, ctime_ns, inode, stage, attempts, last_failed_at
                    FROM quarantine WHERE path = ?
                    """)
            return try paths.map { path in
                let row = try Row.fetchOne(indexed, arguments: [space, path])
                let isUnencodable = row.flatMap { $0[4] as Bool? }
                return FileState(
                    indexed: row.map(FileFingerprint.init(columnsOf:)),
                    isCovered: isUnencodable != nil, isUnencodable: isUnencodable ?? false,
                    metadataVersion: row.flatMap { $0[5] },
                    failure: try Row.fetchOne(quarantined, arguments: [path]).map {
                        FileState.Failure(
                            fingerprint: FileFingerprint(columnsOf: $0), stage: $0[4],
                            attempts: $0[5], last: $0[6])
                    })
            }
        }
    }

    /// What is known of a content, from the view of one space; nil for a new one.
    public func asset(hash: ContentHash, in space: SpaceID) throws -> KnownAsset? {
        try read { try Self.asset($0, hash: hash, in: space) }
    }

    /// Records a completely encoded file: its asset, segments and embeddings, and where it is seen.
    ///
    /// An asset that is already covered in the space keeps its embeddings. Segments that the asset
    /// has already are shared where modality, time and crop agree. The path leaves the
    /// quarantine. What it showed before is kept until `removePaths`: it may turn up elsewhere.
    /// - Parameters:
    ///   - damage: why a part of the file could not be decoded; it is then indexed by the rest, and
    ///     in the quarantine too.
    ///   - isUnencodable: the space has no encoder for anything in the asset.
    /// - Returns: how many embeddings were added.
    @discardableResult
    public func recordIndexed(
        path: String, fingerprint: FileFingerprint, asset: AssetDescription,
        segments: [EncodedSegment], damage: String? = nil, isUnencodable: Bool = false,
        in space: SpaceID
    ) throws -> Int {
        try write { db in
            let known = try Self.asset(db, hash: asset.hash, in: space)
            let id = try known?.id ?? Self.insert(db, asset)
            if known?.isCovered != true {
                try Self.insert(db, segments, of: id, isNew: known == nil, in: space)
                try db.execute(
                    sql: """
                        INSERT INTO coverage (asset_id, space_id, is_unencodable) VALUES (?, ?, ?)
                        """, arguments: [id, space, isUnencodable])
            }
            if let metadata = asset.metadata { try Self.replaceMetadata(db, of: id, metadata) }
            try Self.link(
                db, path: path, fingerprint: fingerprint, to: id, isDamaged: damage != nil)
            if let damage {
                try Self.noteFailure(
                    db, path: path, fingerprint: fingerprint, stage: .decode, reason: damage,
                    at: Date())
            }
            return known?.isCovered == true ? 0 : segments.count
        }
    }

    /// Records that a known asset is seen at `path`; nothing is encoded again.
    ///
    /// The path leaves the quarantine. What it showed before is kept until `removePaths`.
    public func linkPath(_ path: String, fingerprint: FileFingerprint, to asset: AssetID) throws {
        try write { try Self.link($0, path: path, fingerprint: fingerprint, to: asset) }
    }

    private static func asset(
        _ db: Database, hash: ContentHash, in space: SpaceID
    ) throws -> KnownAsset? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, EXISTS (
                    SELECT * FROM coverage WHERE asset_id = asset.id AND space_id = ?) AS is_covered
                FROM asset WHERE content_hash = ?
                """)
        return try Row.fetchOne(statement, arguments: [space, hash.blob])
            .map { KnownAsset(id: $0["id"], isCovered: $0["is_covered"]) }
    }

    private static func insert(_ db: Database, _ asset: AssetDescription) throws -> AssetID {
        try db.cachedStatement(
            sql: """
                INSERT INTO asset (content_hash, byte_size, type, width, height, duration_seconds)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            asset.hash.blob, asset.byteSize, asset.type.rawValue, asset.width, asset.height,
            asset.duration,
        ])
        return db.lastInsertedRowID
    }

    private static func insert(
        _ db: Database, _ segments: [EncodedSegment], of asset: AssetID, isNew: Bool,
        in space: SpaceID
    ) throws {
        let insertSegment = try db.cachedStatement(
            sql: """
                INSERT INTO segment (asset_id, modality, ordinal, start_seconds, end_seconds,
                    \(Crop.columns))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let insertEmbedding = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO embedding (segment_id, space_id, vector) VALUES (?, ?, ?)
                """)
        var shared = isNew ? SharedSegments() : try SharedSegments(db, asset: asset)
        for segment in segments {
            let id: SegmentID
            if let known = shared.take(segment) {
                id = known
            } else {
                let place: StatementArguments = [
                    asset, segment.modality.rawValue, shared.nextOrdinal(segment.modality),
                    segment.range?.start, segment.range?.end,
                ]
                try insertSegment.execute(arguments: place + Crop.arguments(segment.crop))
                id = db.lastInsertedRowID
            }
            try insertEmbedding.execute(arguments: [id, space, segment.embedding.blob])
        }
    }

    private static func link(
        _ db: Database, path: String, fingerprint: FileFingerprint, to asset: AssetID,
        isDamaged: Bool = false
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO path (path, words, asset_id, size, mtime_ns, ctime_ns, inode)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (path) DO UPDATE SET words = excluded.words,
                    asset_id = excluded.asset_id, size = excluded.size, mtime_ns = excluded.mtime_ns,
                    ctime_ns = excluded.ctime_ns, inode = excluded.inode
                """
        ).execute(arguments: [path, PathWords.words(path), asset] + fingerprint.arguments)
        if !isDamaged {
            try db.cachedStatement(sql: "DELETE FROM quarantine WHERE path = ?")
                .execute(arguments: [path])
        }
        try db.cachedStatement(sql: "DELETE FROM unseen WHERE asset_id = ?")
            .execute(arguments: [asset])
        try forgetPending(db, path: path)
    }
}
