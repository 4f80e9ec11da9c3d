import Ingestion

/// Shows on standard error how far the index is, and stops the work on Ctrl-C.
struct IndexUpdateProgress {
    private let steps: StepProgress

    init(_ interruption: Interruption) { steps = StepProgress(interruption) }

    /// - Parameter work: is given what it has to call between steps.
    /// - Returns: nil when the work was stopped.
    @discardableResult
    func watch<Result>(
        _ work: (_ progress: (Int, Int) throws -> Void) throws -> Result
    ) throws -> Result? {
        try steps.watch {
            try work { done, all in
                try steps.step(
                    "index: \(HumanFormat.count(done)) of \(HumanFormat.count(all, "embedding"))")
            }
        }
    }
}
