import Foundation

/// The hidden folders in which spaces are put together before they are moved to their place.
///
/// Each carries the number of the process that makes it. One that was killed leaves it behind, and
/// the next that installs anything removes it.
public struct PartialFolders {
    private static let former = "old"

    private let directory: String

    /// - Parameter directory: where spaces are installed.
    public init(directory: String) { self.directory = directory }

    /// Where a space of this name is put together.
    ///
    /// - Parameter purpose: tells it from other folders of the same process.
    public func path(of name: String, _ purpose: String? = nil) -> String {
        let process = ProcessInfo.processInfo.processIdentifier
        return "\(directory)/.\(name).\(process)" + (purpose.map { "." + $0 } ?? "")
    }

    /// Moves a finished folder to its place; what was there is replaced.
    ///
    /// - Throws: `EncodingError.installationFailed`.
    public func publish(_ name: String) throws {
        let files = FileManager.default
        let target = directory + "/" + name
        let old = path(of: name, Self.former)
        do {
            if files.fileExists(atPath: target) { try files.moveItem(atPath: target, toPath: old) }
            try files.moveItem(atPath: path(of: name), toPath: target)
            try? files.removeItem(atPath: old)
        } catch {
            throw EncodingError.installationFailed(
                "can't move it to \(target): \(error.localizedDescription)")
        }
    }

    /// Removes what processes left behind that are no more; a space that one of them had just moved
    /// away is brought back.
    public func removeStale() {
        let files = FileManager.default
        for entry in (try? files.contentsOfDirectory(atPath: directory)) ?? [] {
            guard let match = entry.wholeMatch(of: #/\.(.+?)\.([0-9]+)(?:\.([a-z]+))?/#),
                let process = Int32(match.output.2), process != getpid(),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            let path = directory + "/" + entry
            let target = directory + "/" + match.output.1
            if match.output.3 == Self.former[...], !files.fileExists(atPath: target) {
                try? files.moveItem(atPath: path, toPath: target)
            } else {
                try? files.removeItem(atPath: path)
            }
        }
    }
}
