import Compute

/// Turns vectors into rows of 12-bit values: 8 bits for the walk through a graph, and four more
/// for the score of what it finds.
///
/// What is kept of a vector x is its difference r from the mean m of all, in steps of the largest
/// difference over 127: embeddings of one space lie in a narrow cone, and around its axis the same
/// number of bits tells more. Since q · x = q · m + m · r + (q - m) · r, two numbers a row and one a
/// query make up for what is left out. Sums of codes are integers, so that graphs are the same
/// whatever instructions computed them.
struct Quantizer: Sendable {
    let mean: [Float]
    /// A whole stride, zero behind the dimension.
    let paddedMean: [Float]
    /// Codes a row: the dimension and what fills it up.
    let stride: Int

    /// A code that stands for no difference.
    static let zero: UInt8 = 128
    /// Steps of the lower bits that a step of the codes is made of.
    static let lowSteps: Float = 16
    private static let largest: Float = 127

    /// - Parameter mean: as many values as a vector has.
    init(mean: [Float]) {
        self.mean = mean
        let stride = Self.stride(dimension: mean.count)
        self.stride = stride
        paddedMean = mean + Array(repeating: 0, count: stride - mean.count)
    }

    var dimension: Int { mean.count }

    static func stride(dimension: Int) -> Int {
        let alignment = QuantizedProduct.codeAlignment
        return (dimension + alignment - 1) / alignment * alignment
    }

    /// Writes a vector into a row.
    /// - Precondition: `vector` has `dimension` finite values; the rows have this stride.
    func encode(_ vector: Span<Float>, into rows: QuantizedRows, at number: Int) {
        precondition(vector.count == dimension && rows.stride == stride, "rows of one stride")
        var largest: Float = 0
        var offset = 0.0
        for index in 0..<dimension {
            let difference = vector[index] - mean[index]
            largest = max(largest, abs(difference))
            offset += Double(mean[index]) * Double(difference)
        }
        let scale = largest / Self.largest
        // Of a difference too small to divide by, nothing is kept.
        let steps = scale > .leastNormalMagnitude ? Self.lowSteps / scale : 0
        let codes = rows.codes.row(number)
        let lowCodes = rows.lowCodes.row(number)
        for index in 0..<stride {
            let difference = index < dimension ? vector[index] - mean[index] : 0
            let value = Int((difference * steps).rounded())
            let high = (value + 8) >> 4
            let low = UInt8(truncatingIfNeeded: value + 8 - high << 4)
            codes[index] = UInt8(truncatingIfNeeded: high + Int(Self.zero))
            // Two values a byte: see quantized.h.
            let byte = index / 64 * 32 + index % 32
            if index % 64 < 32 {
                lowCodes[byte] = low
            } else {
                lowCodes[byte] |= low << 4
            }
        }
        rows.factors[number] = RowFactors(scale: scale, offset: Float(offset))
    }
}
