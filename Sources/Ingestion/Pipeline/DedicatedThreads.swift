import Foundation

/// Threads that work may keep busy or waiting, unlike those of the concurrency pool.
final class DedicatedThreads: Sendable {
    private let group = DispatchGroup()

    func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        let thread = Thread { [group] in
            body()
            group.leave()
        }
        thread.name = name
        thread.start()
    }

    /// Waits until all of them have ended.
    func join() {
        group.wait()
    }
}
