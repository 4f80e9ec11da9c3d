import GRDB

extension Catalog {
    /// The number of the space with this identity, registered if it is new.
    ///
    /// A changed name is taken over.
    /// - Throws: `CatalogError.spaceConflict` when it is known with other properties.
    public func registerSpace(
        identity: String, name: String, dimension: Int, preprocessingVersion: Int
    ) throws -> SpaceID {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO space (identity, name, dimension, preprocessing_version)
                    VALUES (?, ?, ?, ?)
                    ON CONFLICT (identity) DO UPDATE SET name = excluded.name
                    """, arguments: [identity, name, dimension, preprocessingVersion])
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

    private static func space(_ db: Database, identity: String) throws -> SpaceRecord? {
        try Row.fetchOne(db, sql: "SELECT * FROM space WHERE identity = ?", arguments: [identity])
            .map(SpaceRecord.init)
    }
}

extension SpaceRecord {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], name: row["name"], identity: row["identity"],
            dimension: row["dimension"], preprocessingVersion: row["preprocessing_version"])
    }
}
