import ArgumentParser
import Foundation

/// Whether a run tells where its time went.
struct ProfileOptions: ParsableArguments {
    @Flag(help: "Tell where the run's time went.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "Tell it, and draw it into an SVG file, which is replaced.", valueName: "file"))
    var profilePicture: String?

    var isWanted: Bool { profile || profilePicture != nil }

    /// An absolute path.
    var picture: String? { profilePicture.map(FilePath.absolute) }

    /// Before a long run rather than after it.
    func validate() throws {
        guard let picture else { return }
        let folder = (picture as NSString).deletingLastPathComponent
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw ValidationError("--profile-picture: can't write into \(folder).")
        }
    }
}
