import CKernels

/// How a file holds a tensor's values: little-endian, at any alignment.
public enum TensorType: String, Sendable, CaseIterable {
    case f32 = "F32"
    /// IEEE 754 half precision.
    case f16 = "F16"
    /// The upper half of an F32.
    case bf16 = "BF16"

    public var byteCount: Int { self == .f32 ? 4 : 2 }

    /// All values of `bytes`, as floats.
    ///
    /// - Parameter allowsInfinity: whether they may be infinite.
    /// - Returns: nil when one of them is infinite or no number.
    /// - Throws: `ComputeError.shapeMismatch` when the bytes end within a value.
    public func values(
        of bytes: UnsafeRawBufferPointer, allowsInfinity: Bool = false
    ) throws -> [Float]? {
        let type =
            switch self {
            case .f32: TROVE_TENSOR_F32
            case .f16: TROVE_TENSOR_F16
            case .bf16: TROVE_TENSOR_BF16
            }
        let count = bytes.count / byteCount
        var status: Int32 = 0
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            status = trove_tensor_widen(
                type, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count,
                buffer.baseAddress, count)
            initialized = status < 0 ? 0 : count
        }
        guard status >= 0 else {
            throw ComputeError.shapeMismatch("\(bytes.count) bytes are no whole \(rawValue) values")
        }
        return status == 0 || allowsInfinity && status == 1 ? values : nil
    }
}
