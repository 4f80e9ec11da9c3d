import Catalog
import MediaDecoding

/// Why a file, or a part of it, could not be indexed.
struct FileFailure: Error, Equatable {
    let stage: FailureStage
    /// One line about the content, without the path.
    let reason: String

    init(_ stage: FailureStage, _ error: any Error) {
        if case .notReadable? = error as? MediaDecodingError {
            self.stage = .read
        } else {
            self.stage = stage
        }
        reason = "\(error)"
    }

    init(_ stage: FailureStage, reason: String) {
        self.stage = stage
        self.reason = reason
    }

    /// Reads with `body`.
    ///
    /// - Throws: `FileFailure` where the file is at fault; `WorkerLoss` and `WorkerStartError`
    ///   otherwise.
    static func naming<Result>(_ stage: FailureStage, _ body: () throws -> Result) throws -> Result
    {
        do {
            return try body()
        } catch let death as WorkerDeath {
            throw WorkerLoss(stage: stage, death: death)
        } catch let error as WorkerStartError {
            throw error
        } catch {
            throw FileFailure(stage, error)
        }
    }
}
