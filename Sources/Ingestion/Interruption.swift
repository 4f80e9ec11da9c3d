import Synchronization

/// Asks a run to stop; may be raised from any thread, and by a signal's handler.
///
/// The run then commits what is whole and leaves the rest to the next one.
public final class Interruption: Sendable {
    private let flag = Atomic(false)

    public init() {}

    public var isRequested: Bool { flag.load(ordering: .relaxed) }

    public func request() {
        flag.store(true, ordering: .relaxed)
    }
}
