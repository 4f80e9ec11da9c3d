import CKernels
import MediaTypes

/// Owns a layer's weights in the order in which kernels read them; immutable.
final class PackedWeights: @unchecked Sendable {
    let pointer: OpaquePointer

    /// - Parameters:
    ///   - weights: outputs × inputs, row-major.
    ///   - bias: one value an output.
    init(inputs: Int, outputs: Int, weights: [Float], bias: [Float], precision: Precision) throws {
        guard
            let pointer = trove_weights_create(
                precision.native, outputs, inputs, weights, weights.count, bias, bias.count)
        else { throw ComputeError.outOfMemory }
        self.pointer = pointer
    }

    deinit { trove_weights_destroy(pointer) }
}

extension Precision {
    var native: trove_precision {
        switch self {
        case .f32: trove_precision_f32
        case .bf16: trove_precision_bf16
        case .int8: trove_precision_int8
        }
    }
}
