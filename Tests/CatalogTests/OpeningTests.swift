import Catalog
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct OpeningTests {
    @Test func aSearchNeedsALibrary() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: CatalogError.noLibrary(folder: directory.path)) {
            try Catalog(library: directory.path, access: .read)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }

    @Test(arguments: [Catalog.Access.read, .write])
    func aNewerSchemaIsRefused(access: Catalog.Access) throws {
        let directory = try TemporaryDirectory()
        do { _ = try Catalog(library: directory.path) }
        let file = directory.path + "/catalog.sqlite"
        try DatabaseQueue(path: file).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999_future')")
        }
        #expect(throws: CatalogError.schemaTooNew(file: file)) {
            try Catalog(library: directory.path, access: access)
        }
    }

    @Test func anOlderSchemaCannotBeSearched() throws {
        let directory = try TemporaryDirectory()
        do { _ = try Catalog(library: directory.path) }
        let file = directory.path + "/catalog.sqlite"
        try DatabaseQueue(path: file).write { try $0.execute(sql: "DELETE FROM grdb_migrations") }
        #expect(throws: CatalogError.schemaTooOld(file: file)) {
            try Catalog(library: directory.path, access: .read)
        }
    }

    @Test(arguments: [Catalog.Access.read, .write])
    func garbageIsRefusedAndLeftAsItIs(access: Catalog.Access) throws {
        let directory = try TemporaryDirectory()
        let garbage = [UInt8](repeating: 65, count: 5000)
        let file = try directory.write(garbage, to: "catalog.sqlite")
        #expect(throws: CatalogError.notALibrary(file: file)) {
            try Catalog(library: directory.path, access: access)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(garbage))
    }

    @Test(arguments: [Catalog.Access.read, .write])
    func anotherProgramsDatabaseIsRefusedAndLeftAsItIs(access: Catalog.Access) throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/catalog.sqlite"
        do {
            try DatabaseQueue(path: file).write {
                try $0.execute(sql: "CREATE TABLE recipe (name TEXT)")
            }
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: CatalogError.notALibrary(file: file)) {
            try Catalog(library: directory.path, access: access)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }

    @Test func aDamagedFileIsToldFromAForeignOne() throws {
        let directory = try TemporaryDirectory()
        do {
            let catalog = try Catalog(library: directory.path)
            _ = try catalog.registerSpace(
                identity: "a", name: "test", dimension: 2, preprocessingVersion: 1)
        }
        let file = directory.path + "/catalog.sqlite"
        // All that follows the first page is overwritten.
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        try #require(bytes.count > 3 * 16384)
        for index in 16384..<bytes.count { bytes[index] = 0xA5 }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        do {
            let catalog = try Catalog(library: directory.path, access: .read)
            _ = try catalog.spaces()
            Issue.record("the damage went unnoticed")
        } catch CatalogError.corrupt(let damaged, _) {
            #expect(damaged == file)
        }
    }

    @Test func aStartThatWasKilledIsTakenUp() throws {
        let directory = try TemporaryDirectory()
        _ = try directory.write([], to: "catalog.sqlite")
        #expect(try Catalog(library: directory.path).spaces().isEmpty)
    }

    @Test func aLibraryHasOneWriter() throws {
        let fixture = try Fixture()
        let error = #expect(throws: CatalogError.self) { try Catalog(library: fixture.library) }
        guard case .libraryLocked(fixture.library, let holder?) = error else {
            Issue.record("\(error.map(String.init(describing:)) ?? "no error")")
            return
        }
        #expect(holder.process == getpid() && holder.isAlive)
        #expect(abs(holder.since.timeIntervalSinceNow) < 60)
        #expect(holder.description.hasPrefix("process \(getpid()), since 20"))
        _ = try fixture.reader()
    }

    @Test func aDeadWritersLockIsWaitedFor() throws {
        let directory = try TemporaryDirectory()
        // As a process that no number of today's machines names left it, held for a moment still.
        let path = try directory.write(Array("2147483646\n1700000000\n".utf8), to: "lock")
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        Thread {
            usleep(200_000)
            close(descriptor)
        }.start()
        #expect(try Catalog(library: directory.path).spaces().isEmpty)
    }

    @Test func theLockEndsWithItsWriter() throws {
        let directory = try TemporaryDirectory()
        do { _ = try Catalog(library: directory.path) }
        _ = try Catalog(library: directory.path)
    }

    @Test func aFolderThatCannotBeMadeIsToldByName() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write([1], to: "photo.jpg")
        let library = file + "/library"
        #expect(
            throws: CatalogError.storage(file: library, detail: "the folder can't be made")
        ) {
            try Catalog(library: library)
        }
    }

    @Test func anIdentityKeepsItsProperties() throws {
        let fixture = try Fixture()
        let again = try fixture.catalog.registerSpace(
            identity: "a", name: "renamed", dimension: 2, preprocessingVersion: 1)
        #expect(again == fixture.space)
        #expect(try fixture.catalog.spaces().map(\.name) == ["renamed"])
        #expect(
            throws: CatalogError.spaceConflict(identity: "a", detail: "with 2 dimensions")
        ) {
            try fixture.catalog.registerSpace(
                identity: "a", name: "wide", dimension: 3, preprocessingVersion: 1)
        }
        #expect(try fixture.catalog.spaces().map(\.name) == ["renamed"])
    }
}
