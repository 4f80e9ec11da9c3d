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
}
