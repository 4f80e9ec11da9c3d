import Catalog
import Foundation

/// The last stage: forgets what is no longer there.
///
/// A disk that is not there is no deletion. What a file system held is kept as long as nothing is
/// found where it was and another folder, or none, is in its place.
struct Sweep {
    let catalog: Catalog
    let roots: [IndexRoot]
    let options: IndexOptions
    let findings: Survey.Findings
    let ledger: RunLedger

    /// - Throws: `CatalogError`.
    func run() throws {
        let absent = findings.bare.filter { !Self.isThere($0) }
        let present =
            findings.roots + findings.volumes.filter { !absent.map(\.path).contains($0.path) }
        for path in Set(absent.map(\.path) + present.filter { !Self.isThere($0) }.map(\.path))
            .sorted()
        {
            ledger.note(
                .problem(
                    path: path,
                    reason: "its disk is not there; what it holds is kept in the library"))
        }
        let leftOut = LeftOutFiles(roots: roots, rules: options.rules)
        var movedAway = 0
        let counts = try catalog.removePaths(
            under: roots.map(\.path), keepingAssetsFor: options.grace,
            // A disk may vanish while its files are looked for.
            ifCertain: { present.allSatisfy(Self.isThere) },
            noting: { movedAway += $0.count(where: ledger.knowsMove) },
            where: { path in
                guard !findings.contains(path), !absent.contains(where: { $0.holds(path) }) else {
                    return false
                }
                return Self.isGone(path) || leftOut.contain(path)
            })
        ledger.noteRemoval(counts, movedAway: movedAway)
        try rememberVolumes(except: absent)
    }

    private func rememberVolumes(except absent: [Volume]) throws {
        let kept = Set(absent.map(\.path))
        let known = try catalog.volumes(under: roots.map(\.path)).map(\.path)
        try catalog.forgetVolumes(at: Set(known).subtracting(kept))
        try catalog.recordVolumes(findings.volumes.filter { !kept.contains($0.path) })
    }

    /// What can't be looked at may still be there; only what is surely not is gone.
    private static func isGone(_ path: String) -> Bool {
        do throws(SystemError) {
            return try FileStatus(path: path).kind != .file
        } catch {
            return error.isAbsence
        }
    }

    private static func isThere(_ volume: Volume) -> Bool {
        guard let status = try? FileStatus(path: volume.path) else { return false }
        return status.identity == FileStatus.Identity(device: volume.device, inode: volume.inode)
    }
}
