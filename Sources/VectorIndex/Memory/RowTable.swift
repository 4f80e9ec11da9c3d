/// Rows of equal width in memory that something else owns.
///
/// Of a mapped file, only reading is allowed.
struct RowTable<Element: BitwiseCopyable>: @unchecked Sendable {
    private let start: UnsafeMutablePointer<Element>
    let width: Int
    let rowCount: Int

    /// - Precondition: `bytes` are `rowCount` rows of `width` elements, aligned for them.
    init(_ bytes: UnsafeMutableRawBufferPointer, width: Int, rowCount: Int) {
        precondition(bytes.count == width * rowCount * MemoryLayout<Element>.stride)
        guard let base = bytes.baseAddress else { preconditionFailure("a table lies in memory") }
        start = base.assumingMemoryBound(to: Element.self)
        self.width = width
        self.rowCount = rowCount
    }

    /// - Precondition: there is such a row.
    @inline(__always)
    func row(_ number: Int) -> UnsafeMutableBufferPointer<Element> {
        precondition(number >= 0 && number < rowCount, "there is no such row")
        return UnsafeMutableBufferPointer(start: start + number * width, count: width)
    }

    /// The first element of a row, and the only one where the width is 1.
    @inline(__always)
    subscript(number: Int) -> Element {
        get {
            precondition(number >= 0 && number < rowCount, "there is no such row")
            return start[number * width]
        }
        nonmutating set {
            precondition(number >= 0 && number < rowCount, "there is no such row")
            start[number * width] = newValue
        }
    }

    /// Where a row lies, to be fetched ahead.
    @inline(__always)
    func address(_ number: Int) -> UnsafeRawPointer { UnsafeRawPointer(start + number * width) }

    /// All rows, one after the other.
    var elements: UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: start, count: width * rowCount)
    }
}
