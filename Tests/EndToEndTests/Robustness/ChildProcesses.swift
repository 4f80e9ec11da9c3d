import Foundation

/// Other processes, as `/proc` tells of them.
enum ChildProcesses {
    static func of(_ parent: Int32) -> [Int32] {
        let folder = "/proc/\(parent)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.flatMap { thread -> [Int32] in
            let text = try? String(
                contentsOfFile: "\(folder)/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// The most memory that a process has held, in bytes; nil when it is gone.
    static func peakMemory(of process: Int32) -> Int? {
        guard
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = Int(line.filter(\.isNumber))
        else { return nil }
        return kibibytes << 10
    }

    /// Whether a process runs, or did and was not waited for.
    static func exists(_ process: Int32) -> Bool { kill(process, 0) == 0 }
}
