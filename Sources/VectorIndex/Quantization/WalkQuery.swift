/// What rows are compared with on a walk: a query from outside, or a row itself.
///
/// The score of a row is `base + offset + scale * rowScale * (sum + correction)`, `sum` being the
/// product of both rows of codes.
struct WalkQuery {
    /// A whole stride, zero behind the dimension.
    let codes: UnsafeBufferPointer<Int8>
    let scale: Float
    /// Makes up for codes being stored without a sign.
    let correction: Int32
    let base: Float

    @inline(__always)
    func score(_ sum: Int32, _ factors: RowFactors) -> Float {
        base + factors.offset + scale * factors.scale * Float(sum &+ correction)
    }
}
