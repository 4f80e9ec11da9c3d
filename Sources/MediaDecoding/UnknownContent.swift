/// A name for content that can't be decoded, so that the report says more than "unknown".
enum UnknownContent {
    private static let signatures: [(name: String, offset: Int, bytes: String)] = [
        ("a PDF document", 0, "%PDF"),
        ("a ZIP archive or office document", 0, "PK\u{3}\u{4}"),
        ("a Photoshop document", 0, "8BPS"),
    ]

    /// - Parameter head: the file's first bytes, a few hundred suffice.
    static func describe(_ head: [UInt8]) -> String {
        for signature in signatures where head.matches(signature.bytes, at: signature.offset) {
            return signature.name
        }
        return isText(head) ? "plain text" : "unknown content"
    }

    private static func isText(_ head: [UInt8]) -> Bool {
        // The last character may be cut in two where the head ends.
        head.allSatisfy { $0 >= 32 || (9...13).contains($0) }
            && (String(validating: head, as: UTF8.self) != nil
                || String(validating: head.dropLast(3), as: UTF8.self) != nil)
    }
}
