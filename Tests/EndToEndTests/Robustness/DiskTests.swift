import Foundation
import TestSupport
import Testing

/// Disks that are full, can't be written, or go away.
@Suite struct DiskTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
    }

    private func trove(_ arguments: String..., launcher: [String] = []) throws
        -> TroveProcess.Result
    {
        try TroveProcess.run(
            arguments, environment: ["TROVE_LIBRARY": archive.library], launcher: launcher)
    }

    private func addPictures(_ count: Int, to folder: String) throws {
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: archive.path + "/pictures/red.png"))
        for number in 0..<count {
            try (picture + Data("\(number)".utf8)).write(
                to: URL(fileURLWithPath: "\(folder)/\(number).png"))
        }
    }

    private func paths() throws -> Int {
        try trove("status", "--json").objects().first?["paths"] as? Int ?? -1
    }

    @Test(.enabled(if: Mount.isPermitted, "needs the right to mount"))
    func aFullDiskEndsTheRunAndLosesNothing() throws {
        let disk = try Mount(at: archive.library, megabytes: 4)
        try addPictures(300, to: archive.path)
        let full = try trove("index", archive.path)
        #expect(full.status == 1, "\(full.output)")
        #expect(full.errors.contains("full"), "\(full.errors)")
        #expect(try paths() >= 0, "the catalog opens")
        let kept = try paths()

        try disk.resize(megabytes: 100)
        let next = try trove("index", archive.path, "--json")
        #expect(next.status == 0, "\(next.errors)")
        #expect(try next.objects().first?["unchanged"] as? Int == kept)
        #expect(try paths() == 306)
        #expect(try LibraryContents(library: archive.library).integrity == "ok")
    }

    @Test(.enabled(if: Mount.isPermitted, "needs the right to mount"))
    func aReadOnlyLibraryIsAnError() throws {
        let disk = try Mount(at: archive.library, megabytes: 20)
        #expect(try trove("index", archive.path).status == 0)
        try disk.makeReadOnly()
        let result = try trove("index", archive.path)
        #expect(result.status == 1)
        #expect(result.errors.contains(archive.library), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test(.enabled(if: Privileges.canBeTaken, "needs setpriv to take root's rights away"))
    func aRootThatCannotBeWrittenIsIndexed() throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: archive.path)
        defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: archive.path) }
        let result = try trove("index", archive.path, launcher: Privileges.launcher)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try paths() == 6)
    }

    @Test(.enabled(if: Mount.isPermitted, "needs the right to mount"))
    func aRootThatIsUnmountedInTheMiddleLosesNothing() throws {
        let disk = try Mount(at: archive.path + "/disk", megabytes: 40)
        try addPictures(1500, to: disk.path)
        #expect(try trove("index", archive.path).status == 0)
        #expect(try paths() == 1506)

        // A run that has much to do, while the disk goes away.
        let more = archive.path + "/more"
        try FileManager.default.createDirectory(
            atPath: more, withIntermediateDirectories: true)
        for number in 0..<200 {
            let picture = try Data(contentsOf: URL(fileURLWithPath: "\(disk.path)/\(number).png"))
            try (picture + Data("more".utf8)).write(
                to: URL(fileURLWithPath: "\(more)/\(number).png"))
        }
        let run = try TroveProcess(
            ["index", archive.path, "--threads", "1"],
            environment: ["TROVE_LIBRARY": archive.library])
        while run.process.isRunning, try paths() < 1510 { usleep(20_000) }
        disk.unmount()
        let result = run.wait()
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.output.contains("its disk is not there; what it holds is kept"))
        #expect(try paths() == 1706)

        // Nor is it taken for emptied later.
        let later = try trove("index", archive.path)
        #expect(later.status == 3)
        #expect(later.output.contains("its disk is not there; what it holds is kept"))
        #expect(try paths() == 1706)
    }
}
