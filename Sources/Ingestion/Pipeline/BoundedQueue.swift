import Foundation

/// Hands elements from threads to threads, in order, a limited number at a time.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // Guarded by `condition`.
    private var elements: [Element] = []
    private var isClosed = false

    private let condition = NSCondition()
    private let capacity: Int

    /// - Precondition: `capacity > 0`.
    init(capacity: Int) {
        precondition(capacity > 0, "a queue holds at least one element")
        self.capacity = capacity
    }

    /// Waits while the queue is full.
    /// - Returns: false when the queue is closed; the element is dropped then.
    @discardableResult
    func push(_ element: Element) -> Bool {
        condition.withLock {
            while elements.count >= capacity && !isClosed { condition.wait() }
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
            while elements.isEmpty && !isClosed { condition.wait() }
            guard !elements.isEmpty else { return nil }
            let element = elements.removeFirst()
            condition.broadcast()
            return element
        }
    }

    /// Nothing more comes; what is in the queue can still be taken.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
