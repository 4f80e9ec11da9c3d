import Compute

/// A vector that rows are searched for, as the kernels want it. Its memory is used again for the
/// next one.
final class QuantizedQuery {
    private let codes: UnsafeMutableBufferPointer<Int8>
    private let values: UnsafeMutableBufferPointer<Float>
    private var scale: Float = 0
    private var correction: Int32 = 0
    private var base: Float = 0
    private var lowCorrection: Float = 0

    init(stride: Int) {
        codes = .allocate(capacity: stride)
        codes.initialize(repeating: 0)
        values = .allocate(capacity: stride)
        values.initialize(repeating: 0)
    }

    deinit {
        codes.deallocate()
        values.deallocate()
    }

    /// Compares a vector from outside.
    /// - Precondition: `vector` has as many values as the quantizer's mean.
    func load(_ vector: Span<Float>, _ quantizer: Quantizer) {
        precondition(
            vector.count == quantizer.dimension && codes.count == quantizer.stride,
            "a query has the rows' dimension")
        for index in 0..<vector.count { values[index] = vector[index] }
        let sums = QuantizedProduct.quantize(
            UnsafeBufferPointer(values), mean: quantizer.paddedMean, codes: codes)
        scale = sums.scale
        correction = -Int32(Quantizer.zero) * sums.code_sum
        base = sums.product
        lowCorrection = -(Quantizer.lowSteps * Float(Quantizer.zero) + 8) * sums.sum
    }

    /// Compares a row with others.
    func load(row number: Int, of rows: QuantizedRows) {
        let row = rows.codes.row(number)
        var codeSum: Int32 = 0
        for index in 0..<row.count {
            let code = Int8(bitPattern: row[index] ^ Quantizer.zero)
            codes[index] = code
            codeSum &+= Int32(code)
        }
        let factors = rows.factors[number]
        scale = factors.scale
        correction = -Int32(Quantizer.zero) * codeSum
        base = factors.offset
    }

    var walk: WalkQuery {
        WalkQuery(
            codes: UnsafeBufferPointer(codes), scale: scale, correction: correction, base: base)
    }

    /// The product with a row by all of its bits.
    ///
    /// Of a vector from outside only.
    func score(of number: Int, in rows: QuantizedRows) -> Float {
        let sum = QuantizedProduct.dot(
            UnsafeBufferPointer(values), codes: UnsafeBufferPointer(rows.codes.row(number)),
            lowCodes: UnsafeBufferPointer(rows.lowCodes.row(number)))
        let step = rows.factors[number].scale / Quantizer.lowSteps
        return base + step * (sum + lowCorrection)
    }
}
