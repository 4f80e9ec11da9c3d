import Encoding
import Foundation

/// Runs a script of this program by `python3`; what it prints goes to standard error.
///
/// Whatever touches the network is such a script, so that the program itself has no code that could.
struct PythonScript {
    /// - Parameters:
    ///   - arguments: the script's path, and what it is given.
    ///   - isCancelled: asked often; once it says so, the script is told to stop.
    /// - Returns: its exit code; a signal that ended it counts as 128 and its number.
    /// - Throws: `EncodingError.installationFailed` where there is no Python, `CancellationError`.
    static func run(
        _ arguments: [String], isCancelled: () -> Bool
    ) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
        } catch {
            throw EncodingError.installationFailed(
                "python3 can't be run: \(error.localizedDescription)")
        }
        var wasTold = false
        while process.isRunning {
            if isCancelled(), !wasTold {
                wasTold = true
                process.interrupt()
            }
            usleep(50_000)
        }
        if wasTold { throw CancellationError() }
        return process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
    }
}
