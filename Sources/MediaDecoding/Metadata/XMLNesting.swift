/// Looks through XML before a parser that trusts it does.
enum XMLNesting {
    private enum State {
        case text, tag, comment
        /// In an attribute's value, until the same quotation mark.
        case value(UInt8)
    }

    /// Whether it is without a document type, which can define a text of any length, and elements
    /// lie no deeper than `maxDepth` in each other.
    static func isHarmless(_ bytes: [UInt8], maxDepth: Int) -> Bool {
        var state = State.text
        var depth = 0
        for (index, byte) in bytes.enumerated() {
            switch state {
            case .text where byte == UInt8(ascii: "<"):
                let rest = bytes[(index + 1)...].prefix(3)
                if rest.starts(with: "!--".utf8) {
                    state = .comment
                } else if rest.first == UInt8(ascii: "!") {
                    return false
                } else {
                    state = .tag
                    if rest.first == UInt8(ascii: "/") {
                        depth -= 1
                    } else if rest.first != UInt8(ascii: "?") {
                        depth += 1
                    }
                }
            case .tag where byte == UInt8(ascii: ">"):
                if bytes[index - 1] == UInt8(ascii: "/") { depth -= 1 }
                state = .text
            case .tag where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"):
                state = .value(byte)
            case .comment where bytes[...index].suffix(3).elementsEqual("-->".utf8):
                state = .text
            case .value(let quote) where byte == quote:
                state = .tag
            default: break
            }
            if depth > maxDepth { return false }
        }
        return true
    }
}
