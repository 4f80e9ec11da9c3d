/// The catalog's tables, as the numbered SQL files beside this one tell them.
///
/// A migration is one `.sql` file, its line here and its resource in `Package.swift`. A migration
/// that has shipped is never edited; `current.sql` shows what all of them amount to.
public enum Schema {
    public struct Migration: Sendable {
        /// The file's name without its ending; recorded in every library that has applied it.
        public let name: String
        public let sql: String
    }

    /// In the order in which they apply. SwiftPM names a resource after its file, with `_` for the
    /// first digit.
    public static let migrations: [Migration] = [
        migration("0001_initial", PackageResources._001_initial_sql),
        migration("0002_metadata", PackageResources._002_metadata_sql),
        migration("0003_noise_floor", PackageResources._003_noise_floor_sql),
        migration("0004_crops_and_times", PackageResources._004_crops_and_times_sql),
        migration("0005_index", PackageResources._005_index_sql),
        migration("0006_overnight", PackageResources._006_overnight_sql),
        migration("0007_space_migration", PackageResources._007_space_migration_sql),
        migration("0008_copies", PackageResources._008_copies_sql),
    ]

    private static func migration(_ name: String, _ bytes: [UInt8]) -> Migration {
        Migration(name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
