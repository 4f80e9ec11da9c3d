import Foundation
import TestSupport
import Testing

/// The unit files, and the script that installs them for a user.
@Suite struct SystemdTests {
    private static let script = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("jobs/systemd/install.sh").path

    private let folder: TemporaryDirectory

    /// A home, and a `systemctl` that only notes what it is told.
    init() throws {
        folder = try TemporaryDirectory()
        let tool = try folder.write(
            Array("#!/bin/sh\necho \"$@\" >> \"$HOME/calls\"\n".utf8), to: "bin/systemctl")
        chmod(tool, 0o755)
        _ = try folder.write(Array("roots: ~/Pictures\n".utf8), to: "every-night.yaml")
    }

    private func install(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.script)
        process.arguments = arguments
        process.environment = [
            "HOME": folder.path, "PATH": folder.path + "/bin:/usr/bin:/bin",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
    }

    @Test func aJobIsInstalled() throws {
        let job = folder.path + "/every-night.yaml"
        for _ in 1...2 {
            let result = try install("/bin/true", job, "22:30")
            #expect(result.status == 0, "\(result.output)")
        }
        let units = ".config/systemd/user/"
        let service = try text(units + "trove@.service")
        #expect(
            service.contains(
                "\nExecStart=\(folder.path)/.local/bin/trove run %E/trove/jobs/%i.yaml\n"))
        #expect(!(service + (try text(units + "trove@.timer"))).contains("@TIME@"))
        #expect(!service.contains("@TROVE@") && !service.contains("@DOCS@"))
        #expect(
            try text(units + "trove@every-night.timer.d/time.conf").contains(
                "OnCalendar=*-*-* 22:30:00"))
        #expect(try text(".config/trove/jobs/every-night.yaml") == "roots: ~/Pictures\n")
        #expect(FileManager.default.isExecutableFile(atPath: folder.path + "/.local/bin/trove"))
        #expect(
            try text("calls").hasPrefix(
                "--user daemon-reload\n--user enable --now trove@every-night.timer\n"))
    }

    @Test func wrongUsageIsExplained() throws {
        let job = folder.path + "/every-night.yaml"
        #expect(try install("/bin/true", job).status == 2)
        #expect(try install("/bin/true", job, "25:00").status == 2)
        #expect(try install("/nowhere", job, "22:00").status == 1)
        #expect(try install("/bin/true", "/nowhere.yaml", "22:00").status == 1)
    }

    @Test func withoutSystemdItSaysWhatToDo() throws {
        _ = try folder.write(Array("#!/bin/sh\nexit 1\n".utf8), to: "bin/systemctl")
        let result = try install("/bin/true", folder.path + "/every-night.yaml", "22:00")
        #expect(result.status == 0)
        #expect(result.output.contains("enable --now trove@every-night.timer"))
    }
}
