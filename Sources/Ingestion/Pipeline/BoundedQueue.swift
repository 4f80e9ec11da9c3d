import Foundation

/// Hands elements from threads to threads, in order, a limited number at a time.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // Guarded by `condition`.
    private var elements: [Element] = []
    private var isClosed = false

    private let condition = NSCondition()
    private let capacity: Int
    private let waits: QueueWaits?

    /// - Parameter waits: where the time goes that threads wait here.
    /// - Precondition: `capacity > 0`.
    init(capacity: Int, waits: QueueWaits? = nil) {
        precondition(capacity > 0, "a queue holds at least one element")
        self.capacity = capacity
        self.waits = waits
    }

    /// Waits while the queue is full.
    /// - Returns: false when the queue is closed; the element is dropped then.
    @discardableResult
    func push(_ element: Element) -> Bool {
        condition.withLock {
            wait(as: waits?.full) { elements.count >= capacity }
            guard !isClosed else { return false }
            elements.append(element)
            condition.broadcast()
            return true
        }
    }

    /// Waits while the queue is empty.
    /// - Returns: nil when the queue is closed and everything in it was taken.
    func pop() -> Element? {
        condition.withLock {
            wait(as: waits?.empty) { elements.isEmpty }
            guard !elements.isEmpty else { return nil }
            let element = elements.removeFirst()
            condition.broadcast()
            return element
        }
    }

    /// Waits while the queue is empty, and after the first element for company: until there are
    /// `limit`, or the queue is full or closed, or `patience` is over.
    ///
    /// - Parameters:
    ///   - limit: at least 1.
    ///   - patience: seconds.
    /// - Returns: none when the queue is closed and everything in it was taken.
    func pop(upTo limit: Int, patience: TimeInterval) -> [Element] {
        condition.withLock {
            wait(as: waits?.empty) { elements.isEmpty }
            let deadline = Date() + patience
            wait(as: waits?.empty, until: deadline) { elements.count < min(limit, capacity) }
            let taken = Array(elements.prefix(limit))
            elements.removeFirst(taken.count)
            condition.broadcast()
            return taken
        }
    }

    /// With `condition` locked; until `isIdle` ends, the queue is closed or time is over.
    private func wait(
        as stage: Stage?, until deadline: Date? = nil, while isIdle: () -> Bool
    ) {
        guard isIdle(), !isClosed else { return }
        func wait() {
            while isIdle(), !isClosed {
                if let deadline {
                    guard condition.wait(until: deadline) else { return }
                } else {
                    condition.wait()
                }
            }
        }
        if let waits, let stage { waits.profiler.time(stage, wait) } else { wait() }
    }

    /// Nothing more comes; what is in the queue can still be taken.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
