/// What turns a row's codes back into values.
struct RowFactors: BitwiseCopyable {
    /// A step of the codes, 0 or more.
    var scale: Float
    /// The product of the rows' mean with what the row differs from it.
    var offset: Float
}
