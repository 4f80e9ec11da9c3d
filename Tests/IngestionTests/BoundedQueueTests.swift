import Foundation
import Synchronization
import Testing

@testable import Ingestion

@Suite struct BoundedQueueTests {
    @Test func everythingArrivesOnce() {
        let queue = BoundedQueue<Int>(capacity: 3)
        let taken = Mutex<[Int]>([])
        let consumers = DedicatedThreads()
        for _ in 1...3 {
            consumers.start("consumer") {
                while let element = queue.pop() { taken.withLock { $0.append(element) } }
            }
        }
        let producers = DedicatedThreads()
        for producer in 0..<4 {
            producers.start("producer") {
                for number in 0..<250 { queue.push(producer * 250 + number) }
            }
        }
        producers.join()
        queue.close()
        consumers.join()
        #expect(taken.withLock { $0.sorted() } == Array(0..<1000))
    }

    @Test func orderIsKept() {
        let queue = BoundedQueue<Int>(capacity: 5)
        for number in 1...5 { queue.push(number) }
        queue.close()
        #expect((1...6).map { _ in queue.pop() } == [1, 2, 3, 4, 5, nil])
    }

    @Test func aClosedQueueTakesNothing() {
        let queue = BoundedQueue<Int>(capacity: 1)
        queue.push(1)
        let waiting = DedicatedThreads()
        let wasTaken = Mutex<Bool?>(nil)
        waiting.start("producer") {
            let taken = queue.push(2)
            wasTaken.withLock { $0 = taken }
        }
        queue.close()
        waiting.join()
        #expect(wasTaken.withLock { $0 } == false)
        #expect(queue.pop() == 1)
        #expect(queue.pop() == nil)
    }

    @Test func groupsAreTakenInOrder() {
        let queue = BoundedQueue<Int>(capacity: 5)
        for number in 1...5 { queue.push(number) }
        // The limit is reached, so nobody's patience is tried.
        #expect(queue.pop(upTo: 2, patience: 3600) == [1, 2])
        queue.close()
        #expect(queue.pop(upTo: 9, patience: 3600) == [3, 4, 5])
        #expect(queue.pop(upTo: 9, patience: 3600) == [])
    }

    @Test func aFullQueueIsWaitedForNoLonger() {
        let queue = BoundedQueue<Int>(capacity: 2)
        queue.push(1)
        queue.push(2)
        #expect(queue.pop(upTo: 9, patience: 3600) == [1, 2])
    }

    @Test func patienceEnds() {
        let queue = BoundedQueue<Int>(capacity: 2)
        queue.push(1)
        #expect(queue.pop(upTo: 2, patience: 0.01) == [1])
    }
}
