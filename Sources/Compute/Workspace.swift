import CKernels
import MediaTypes
import Synchronization

/// The memory in which a thread runs a network's layers: it grows to the largest call and is then
/// kept for the next network, so that a run allocates nothing.
///
/// Rows are packed once, and then multiplied with as many layers as read them. Used by one thread at
/// a time, which is what makes sending it safe.
public final class Workspace: @unchecked Sendable {
    private static let idle = Mutex<[Workspace]>([])

    private let scratch: OpaquePointer
    private var packedRows = 0
    /// Queries, keys and values of attention.
    public var projections: [Float] = []
    /// What attention gives.
    public var context: [Float] = []
    /// What lies between the layers of a feed-forward network.
    public var hidden: [Float] = []

    private init() throws {
        guard let scratch = trove_scratch_create() else { throw ComputeError.outOfMemory }
        self.scratch = scratch
    }

    deinit { trove_scratch_destroy(scratch) }

    /// Lends a workspace that nobody else uses meanwhile; there are as many as threads at once.
    public static func borrow<Result>(
        _ body: (Workspace) throws -> Result
    ) throws -> Result {
        let workspace = try idle.withLock { $0.popLast() } ?? Workspace()
        defer { idle.withLock { $0.append(workspace) } }
        return try body(workspace)
    }

    /// Makes room for at least `count` values; those that are there stay as they are.
    public static func reserve(_ count: Int, in values: inout [Float]) {
        if values.count < count {
            values.append(contentsOf: repeatElement(0, count: count - values.count))
        }
    }

    /// Packs rows for products in a precision; they stay until the next call.
    ///
    /// - Parameter normalization: is applied on the way.
    public func pack(
        _ matrix: MatrixView, precision: Precision,
        normalizedBy normalization: LayerNormalization? = nil
    ) throws {
        guard normalization.map({ $0.gain.count == matrix.columns }) ?? true, matrix.isUsable else {
            throw ComputeError.shapeMismatch(
                "\(matrix.rows) rows of \(matrix.columns) columns to pack")
        }
        let status = matrix.values.withUnsafeBufferPointer { values in
            func pack(_ native: UnsafePointer<trove_layer_normalization>?) -> Int32 {
                trove_pack_rows(
                    scratch, precision.native, values.baseAddress.map { $0 + matrix.offset },
                    values.count - matrix.offset, matrix.rows, matrix.columns, matrix.stride,
                    native)
            }
            return normalization?.withNative(pack) ?? pack(nil)
        }
        try check(status, "rows to pack are larger than the array that holds them")
        packedRows = matrix.rows
    }

    /// `result = activation(packed rows · weightsᵀ + bias)`, or that added to what `result` holds,
    /// in columns `offset…` of rows `stride` apart.
    ///
    /// - Parameter stride: the layer's outputs where it is nil.
    public func multiply(
        by layer: Linear, activation: Activation.Function = .none, adding: Bool = false,
        into result: inout [Float], stride: Int? = nil, offset: Int = 0
    ) throws {
        let stride = stride ?? layer.outputs
        let status = result.withUnsafeMutableBufferPointer { values -> Int32 in
            guard offset >= 0, offset <= values.count, stride >= layer.outputs else { return -1 }
            return trove_multiply_rows(
                scratch, layer.weights.pointer, activation.native, adding,
                values.baseAddress.map { $0 + offset }, values.count - offset, stride)
        }
        try check(status, "a product does not fit the rows that were packed, or its result")
        OperationCount.add(2 * packedRows * layer.inputs * layer.outputs)
    }

    /// One head of scaled dot-product attention: `softmax(scale · queries · keysᵀ) · values`, into
    /// columns `offset…` of rows `stride` apart.
    ///
    /// - Parameters:
    ///   - queries, keys, values: of one number of columns; keys and values of one number of rows.
    ///   - isCausal: whether query i sees only the keys up to and with i.
    public func attend(
        queries: MatrixView, keys: MatrixView, values: MatrixView, scale: Float, isCausal: Bool,
        into result: inout [Float], stride: Int, offset: Int
    ) throws {
        guard queries.isUsable, keys.isUsable, values.isUsable,
            queries.columns == keys.columns, keys.columns == values.columns,
            stride >= queries.columns, offset >= 0, offset <= result.count
        else { throw ComputeError.shapeMismatch("queries, keys and values of attention") }
        let status = queries.withNative { queries, columns in
            keys.withNative { keys, _ in
                values.withNative { values, _ in
                    result.withUnsafeMutableBufferPointer { result in
                        trove_attend(
                            scratch, queries, keys, values, columns, scale, isCausal,
                            result.baseAddress.map { $0 + offset }, result.count - offset, stride)
                    }
                }
            }
        }
        try check(status, "a matrix of attention is larger than the array that holds it")
        OperationCount.add(4 * queries.rows * keys.rows * queries.columns)
    }

    private func check(_ status: Int32, _ mistake: String) throws {
        if status == -2 { throw ComputeError.outOfMemory }
        if status != 0 { throw ComputeError.shapeMismatch(mistake) }
    }
}

extension MatrixView {
    /// Whether its first value lies within the array and no size is negative.
    fileprivate var isUsable: Bool {
        rows >= 0 && columns >= 0 && stride >= 0 && offset >= 0 && offset <= values.count
    }

    fileprivate func withNative<Result>(_ body: (trove_matrix, Int) -> Result) -> Result {
        values.withUnsafeBufferPointer { values in
            body(
                trove_matrix(
                    values: values.baseAddress.map { $0 + offset }, count: values.count - offset,
                    rows: rows, stride: stride), columns)
        }
    }
}
