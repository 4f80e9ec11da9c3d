import Foundation
import TestSupport

/// The built `trove` program, run as a process the way a person's shell would.
struct TroveProcess {
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// The JSON objects on standard output, one a line.
        func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                guard let object = value as? [String: Any] else {
                    throw NotAnObject(line: String(line))
                }
                return object
            }
        }
    }

    struct NotAnObject: Error {
        let line: String
    }

    static let path = BuiltProgram.path("trove")

    let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    /// - Parameter launcher: a command that starts the program, such as one that takes rights away.
    init(
        _ arguments: [String], environment: [String: String] = [:], launcher: [String] = []
    ) throws {
        let words = launcher + [Self.path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    /// Waits for the end; both pipes are drained meanwhile, so that neither can fill up.
    func wait() -> Result {
        final class Collected: @unchecked Sendable { var data = Data() }
        let collected = Collected()
        let done = DispatchSemaphore(value: 0)
        let handle = errors.fileHandleForReading
        let reader = Thread {
            collected.data = handle.readDataToEndOfFile()
            done.signal()
        }
        reader.start()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        done.wait()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
            errors: String(decoding: collected.data, as: UTF8.self))
    }

    static func run(
        _ arguments: [String], environment: [String: String] = [:], launcher: [String] = []
    ) throws -> Result {
        try TroveProcess(arguments, environment: environment, launcher: launcher).wait()
    }
}
