import COneDNN
import MediaTypes
import Synchronization

/// A compiled convolutional network: one fixed input shape, one core a call.
///
/// Several threads may run it at once; each call takes a workspace from a pool, so memory grows
/// with the number of simultaneous calls and not with their number.
public final class ConvolutionNetwork: Sendable {
    public typealias Shape = ConvolutionNetworkBuilder.Shape

    /// What its convolutions compute in.
    public let precision: Precision
    public let batch: Int
    public let input: Shape
    public let outputs: [Shape]
    private let operations: Int
    private let handle: NetworkHandle
    private let idle = Mutex<[WorkspaceHandle]>([])

    /// - Parameter operations: of a run, see `OperationCount`.
    init(
        handle: NetworkHandle, precision: Precision, batch: Int, input: Shape, outputs: [Shape],
        operations: Int
    ) {
        self.handle = handle
        self.precision = precision
        self.batch = batch
        self.input = input
        self.outputs = outputs
        self.operations = operations
    }

    /// Runs the network on `batch` stacked inputs.
    ///
    /// - Parameter values: batch × channels × height × width values, row-major.
    /// - Returns: one array an output, batch × channels × height × width.
    public func run(_ values: [Float]) throws -> [[Float]] {
        guard values.count == batch * input.count else {
            throw ComputeError.shapeMismatch(
                "\(values.count) values given, a batch of \(batch) needs \(batch * input.count)")
        }
        let workspace = try idle.withLock { $0.popLast() } ?? WorkspaceHandle(for: handle)
        defer { idle.withLock { $0.append(workspace) } }

        // One array holds all outputs, so that a single pointer is borrowed for the call.
        let counts = outputs.map { batch * $0.count }
        var results = [Float](repeating: 0, count: counts.reduce(0, +))
        let status = results.withUnsafeMutableBufferPointer { buffer -> Int32 in
            var offset = 0
            let pointers = counts.map { count in
                defer { offset += count }
                return buffer.baseAddress.map { $0 + offset }
            }
            return trove_network_run(
                handle.pointer, workspace.pointer, values, values.count, pointers, counts,
                counts.count)
        }
        guard status == 0 else { throw ComputeError.kernelFailed("a convolution did not run") }
        OperationCount.add(operations)
        var offset = 0
        return counts.map { count in
            defer { offset += count }
            return Array(results[offset..<offset + count])
        }
    }
}
