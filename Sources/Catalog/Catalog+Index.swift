import Foundation
import GRDB
import MediaTypes

extension Catalog {
    /// The folder of the library's index files, which need not be there.
    public var indexFolder: String { library + "/index" }

    /// A space's index files, and what has changed since they were published.
    public func indexState(in space: SpaceID) throws -> IndexState {
        try read { db in
            let files = try Row.fetchAll(
                db, sql: "SELECT * FROM index_file WHERE space_id = ?", arguments: [space]
            ).map(IndexFileRecord.init)
            let changed = try SegmentID.fetchAll(
                db, sql: "SELECT segment_id FROM index_change WHERE space_id = ? ORDER BY 1",
                arguments: [space])
            return IndexState(files: files, changed: changed)
        }
    }

    /// The names of the index files of all spaces.
    public func indexFileNames() throws -> Set<String> {
        try read { try String.fetchSet($0, sql: "SELECT name FROM index_file") }
    }

    /// Names a space's index files, in place of those before; from now on nothing has changed.
    ///
    /// The files must be on the disk, and nothing may have been written to the catalog since the
    /// embeddings in them were read.
    public func recordIndexFiles(_ files: [IndexFileRecord], in space: SpaceID) throws {
        try write { db in
            try db.execute(sql: "DELETE FROM index_file WHERE space_id = ?", arguments: [space])
            try db.execute(sql: "DELETE FROM index_change WHERE space_id = ?", arguments: [space])
            for file in files {
                try db.execute(
                    sql: "INSERT INTO index_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        space, file.segments.type, file.segments.modality, file.segments.areCrops,
                        file.generation, file.name, file.vectors, file.rebuiltVectors,
                        file.published,
                    ])
            }
        }
    }
}

extension IndexFileRecord {
    fileprivate init(_ row: Row) {
        self.init(
            segments: SegmentSelection(
                type: row["asset_type"], modality: row["segment_modality"],
                areCrops: row["are_crops"]),
            generation: row["generation"], name: row["name"], vectors: row["vectors"],
            rebuiltVectors: row["rebuilt_vectors"], published: row["published_at"])
    }
}
