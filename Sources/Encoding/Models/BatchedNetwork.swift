import Compute
import Synchronization

/// A convolutional network for any number of items.
///
/// Kernels are chosen for a fixed batch, so there is one compiled network for full batches and
/// one for what is left over; each is compiled when it is first needed.
final class BatchedNetwork: Sendable {
    private let build: @Sendable (_ batch: Int) throws -> ConvolutionNetwork
    private let fullBatch: Int
    private let compiled = Mutex<[Int: ConvolutionNetwork]>([:])

    init(fullBatch: Int, build: @escaping @Sendable (_ batch: Int) throws -> ConvolutionNetwork) {
        self.fullBatch = fullBatch
        self.build = build
    }

    /// - Parameter items: each of the network's input shape.
    /// - Returns: an item's outputs, in the network's order.
    func run(_ items: [[Float]]) throws -> [[[Float]]] {
        var results: [[[Float]]] = []
        results.reserveCapacity(items.count)
        var next = 0
        while next < items.count {
            let batch = items.count - next >= fullBatch ? fullBatch : 1
            let network = try network(for: batch)
            let outputs = try network.run(Array(items[next..<next + batch].joined()))
            for item in 0..<batch {
                results.append(
                    zip(outputs, network.outputs).map { values, shape in
                        Array(values[item * shape.count..<(item + 1) * shape.count])
                    })
            }
            next += batch
        }
        return results
    }

    private func network(for batch: Int) throws -> ConvolutionNetwork {
        try compiled.withLock { networks in
            if let network = networks[batch] { return network }
            let network = try build(batch)
            networks[batch] = network
            return network
        }
    }
}
