import Foundation
import GRDB
import Schema
import Synchronization

/// A library's SQLite database: the truth about its assets, segments and embeddings.
///
/// Readers never wait for the one writer, nor it for them. Every method that changes something is
/// one transaction: it happens completely or not at all, even when the process is killed.
/// Methods may be called from any thread, and block it.
///
///     let catalog = try Catalog(library: "/home/ada/.local/share/trove", access: .read)
///     for space in try catalog.spaces() { print(space.name) }
public final class Catalog: Sendable {
    public enum Access: Sendable {
        /// For searches: works while a run writes, never waits for it.
        case read
        /// For runs: makes the library where there is none, and keeps other writers out for as long
        /// as this value lives.
        case write
    }

    /// The folder that holds the catalog, an absolute path.
    public let library: String
    let file: String
    private let pool: DatabasePool
    private let lock: LibraryLock?
    private let transaction = Mutex<Transaction?>(nil)

    /// A transaction of several changes, and the thread that makes it.
    private struct Transaction: @unchecked Sendable {
        let thread: pthread_t
        /// Used by `thread` alone.
        let connection: Database
    }

    /// Opens `catalog.sqlite` in the folder `library`.
    ///
    /// - Throws: `CatalogError`; `.libraryLocked` only for writing, `.noLibrary` and
    ///   `.schemaTooOld` only for reading.
    public init(library: String, access: Access = .write) throws {
        let file = library + "/catalog.sqlite"
        switch access {
        case .read:
            guard Self.hasContent(file) else { throw CatalogError.noLibrary(folder: library) }
            lock = nil
        case .write:
            do {
                try FileManager.default.createDirectory(
                    atPath: library, withIntermediateDirectories: true)
            } catch {
                throw CatalogError.storage(file: library, detail: "the folder can't be made")
            }
            lock = try LibraryLock(folder: library)
        }
        do {
            if Self.hasContent(file) { try Self.checkOwnership(of: file) }
            let pool = try DatabasePool(path: file, configuration: Self.configuration(access))
            try Self.bringUpToDate(pool, file: file, access: access)
            self.pool = pool
        } catch {
            throw CatalogError.translating(error, file: file)
        }
        self.library = library
        self.file = file
    }

    /// Makes one transaction of all that `body` changes: it happens completely or not at all. What it
    /// reads here has the changes in it; nobody else sees them before the end.
    ///
    /// A transaction costs more than most of what is written in it.
    ///
    /// - Parameter body: must not catch what a change throws, parts of which may be done.
    public func asOneTransaction<T>(_ body: () throws -> T) throws -> T {
        try write { connection in
            transaction.withLock {
                $0 = Transaction(thread: pthread_self(), connection: connection)
            }
            defer { transaction.withLock { $0 = nil } }
            return try body()
        }
    }

    /// Of the transaction that the calling thread is in.
    private var connection: Database? {
        transaction.withLock { $0?.thread == pthread_self() ? $0 : nil }?.connection
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            if let connection { return try body(connection) }
            return try pool.read(body)
        } catch {
            throw CatalogError.translating(error, file: file)
        }
    }

    func write<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            if let connection { return try body(connection) }
            return try pool.write(body)
        } catch {
            throw CatalogError.translating(error, file: file)
        }
    }
}

extension Catalog {
    /// As in the first migration.
    private static let applicationID = 0x5472_6F76

    private static func hasContent(_ file: String) -> Bool {
        var status = stat()
        return stat(file, &status) == 0 && status.st_size > 0
    }

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.label = "catalog"
        configuration.readonly = access == .read
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            db.add(function: GreatCircle.function)
            // Takes effect in a new file only. A vector of 384 floats fills a default page of 4 KiB
            // badly; of these, a larger page holds ten.
            if access == .write { try db.execute(sql: "PRAGMA page_size = 16384") }
            // KiB, negative by SQLite's custom, taken only as needed. Filters look rows up in
            // another order than that in which they lie, which is slow from 2 MiB.
            if access == .read { try db.execute(sql: "PRAGMA cache_size = -65536") }
        }
        return configuration
    }

    /// Looks before anything is changed, so that another program's database stays as it is.
    private static func checkOwnership(of file: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let isOurs = try DatabaseQueue(path: file, configuration: configuration).read { db in
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            // A run that was killed at its very start leaves a database without tables.
            return application == applicationID || (application == 0 && tables == 0)
        }
        guard isOurs else { throw CatalogError.notALibrary(file: file) }
    }

    private static func bringUpToDate(_ pool: DatabasePool, file: String, access: Access) throws {
        var migrator = DatabaseMigrator()
        for migration in Schema.migrations {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        if try pool.read(migrator.hasBeenSuperseded) {
            throw CatalogError.schemaTooNew(file: file)
        }
        if try pool.read(migrator.hasCompletedMigrations) { return }
        guard access == .write else { throw CatalogError.schemaTooOld(file: file) }
        try migrator.migrate(pool)
    }
}
