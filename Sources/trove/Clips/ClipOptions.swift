import ArgumentParser
import Retrieval

/// What becomes of the moments that were found.
struct ClipOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Widen each moment on both sides.", valueName: "seconds"))
    var pad = 0.0

    @Option(
        help: ArgumentHelp(
            "Cut the moments of videos and recordings into this folder, without re-encoding; "
                + "needs ffmpeg.", valueName: "dir"))
    var clip: String?

    func validate() throws {
        guard pad >= 0, pad.isFinite else {
            throw ValidationError("--pad must be 0 or more seconds.")
        }
    }

    /// The results as they are printed, each with its clip where one was cut.
    ///
    /// - Parameter cutter: nil cuts nothing.
    func finished(_ results: [SearchResult], cutter: ClipCutter?) -> [FinishedResult] {
        results.map { result in
            let padded = result.padded(by: pad)
            guard let cutter, padded.range != nil else { return FinishedResult(result: padded) }
            do throws(ClipError) {
                return FinishedResult(result: padded, clip: try cutter.cut(padded))
            } catch {
                return FinishedResult(result: padded, failure: error)
            }
        }
    }
}
