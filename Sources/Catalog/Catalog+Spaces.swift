import GRDB

extension Catalog {
    /// The number of the space with this identity, registered if it is new.
    ///
    /// A changed name or folder is taken over.
    /// - Parameter folder: where it lies, an absolute path; nil for an installed one.
    /// - Throws: `CatalogError.spaceConflict` when it is known with other properties.
    public func registerSpace(
        identity: String, name: String, dimension: Int, preprocessingVersion: Int,
        folder: String? = nil
    ) throws -> SpaceID {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO space (identity, name, dimension, preprocessing_version, folder)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (identity) DO UPDATE
                    SET name = excluded.name, folder = excluded.folder
                    """, arguments: [identity, name, dimension, preprocessingVersion, folder])
            guard let space = try Self.space(db, identity: identity) else {
                throw CatalogError.corrupt(file: file, detail: "a space vanished")
            }
            guard space.dimension == dimension else {
                throw CatalogError.spaceConflict(
                    identity: identity, detail: "with \(space.dimension) dimensions")
            }
            guard space.preprocessingVersion == preprocessingVersion else {
                throw CatalogError.spaceConflict(
                    identity: identity,
                    detail: "with preprocessing version \(space.preprocessingVersion)")
            }
            return space.id
        }
    }

    /// The space with this identity; nil when the library has nothing in it.
    public func space(identity: String) throws -> SpaceRecord? {
        try read { try Self.space($0, identity: identity) }
    }

    /// In the order in which they were registered.
    public func spaces() throws -> [SpaceRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM space ORDER BY id").map(SpaceRecord.init)
        }
    }

    /// The space that answers the library's searches; nil where nothing was indexed yet.
    public func currentSpace() throws -> SpaceRecord? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM space WHERE is_current").map(SpaceRecord.init)
        }
    }

    /// From now on this space answers the library's searches, where none does or nothing is
    /// indexed in the one that does; elsewhere `switchSpace` does that.
    ///
    /// - Returns: the space that answers them now.
    @discardableResult
    public func claimSearches(for space: SpaceID) throws -> SpaceID {
        try write { db in
            let current = try SpaceID.fetchOne(
                db,
                sql: """
                    SELECT id FROM space
                    WHERE is_current AND EXISTS (SELECT * FROM coverage WHERE space_id = id)
                    """)
            if let current { return current }
            try Self.makeCurrent(db, space)
            return space
        }
    }

    /// Whether any asset is done in a space.
    public func coversAnything(in space: SpaceID) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT * FROM coverage WHERE space_id = ?)",
                arguments: [space]) ?? false
        }
    }

    static func makeCurrent(_ db: Database, _ space: SpaceID) throws {
        try db.execute(sql: "UPDATE space SET is_current = 0 WHERE is_current")
        try db.execute(sql: "UPDATE space SET is_current = 1 WHERE id = ?", arguments: [space])
    }

    private static func space(_ db: Database, identity: String) throws -> SpaceRecord? {
        try Row.fetchOne(db, sql: "SELECT * FROM space WHERE identity = ?", arguments: [identity])
            .map(SpaceRecord.init)
    }
}

extension SpaceRecord {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], name: row["name"], identity: row["identity"],
            dimension: row["dimension"], preprocessingVersion: row["preprocessing_version"],
            folder: row["folder"], isCurrent: row["is_current"])
    }
}
