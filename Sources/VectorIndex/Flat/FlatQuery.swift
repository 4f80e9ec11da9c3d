import Compute

/// A query in the forms that rows of different precision are compared with.
struct FlatQuery {
    let values: [Float]
    /// A whole stride of 8-bit codes, steps of `scale`.
    let codes: [Int8]
    let scale: Float
    /// Makes up for rows' codes being stored without a sign.
    let correction: Int32

    init(_ values: [Float]) {
        self.values = values
        let largest = values.reduce(0) { max($0, abs($1)) }
        scale = largest / 127
        let steps = scale > .leastNormalMagnitude ? 1 / scale : 0
        var codes = values.map { Int8(($0 * steps).rounded()) }
        codes += repeatElement(0, count: Quantizer.stride(dimension: values.count) - values.count)
        self.codes = codes
        correction = -Int32(Quantizer.zero) * codes.reduce(0) { $0 + Int32($1) }
    }
}
