import Ingestion

/// Lets Ctrl-C stop the making of a space, which then leaves nothing behind.
enum StoppableImport {
    /// - Parameter body: is given what it has to ask whether to stop, and throws `CancellationError`
    ///   then.
    static func run<Result>(_ body: (_ isCancelled: () -> Bool) throws -> Result) throws -> Result {
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        return try withExtendedLifetime(signals) {
            do {
                return try body { interruption.isRequested }
            } catch is CancellationError {
                throw ExitStatus.interrupted.exitCode
            }
        }
    }
}
