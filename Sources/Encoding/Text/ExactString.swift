/// A text that equals another only when both have the same bytes.
///
/// Swift's own strings are equal when they look the same: `é` of one scalar and of two, or the sign
/// for kelvin and a K. A vocabulary tells them apart.
struct ExactString: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
