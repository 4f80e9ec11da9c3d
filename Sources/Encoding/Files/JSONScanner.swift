import Foundation

/// Reads JSON from front to back, for files whose texts must stay as they are: Foundation's readers
/// take two names of an object for one when they look the same.
struct JSONScanner {
    struct Failure: Error {
        /// Of the byte where something else was needed.
        let offset: Int
    }

    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ data: Data) { bytes = [UInt8](data) }

    /// Reads an object; `member` is called after each name and must read its value.
    mutating func object(_ member: (String, inout JSONScanner) throws -> Void) throws {
        try sequence(from: "{", to: "}") { scanner in
            let name = try scanner.string()
            try scanner.take(":")
            try member(name, &scanner)
        }
    }

    /// Reads a list; `element` must read one value.
    mutating func list(_ element: (inout JSONScanner) throws -> Void) throws {
        try sequence(from: "[", to: "]", element)
    }

    mutating func integer() throws -> Int {
        skipSpace()
        let start = position
        while position < bytes.count, Self.isNumeric(bytes[position]) { position += 1 }
        guard let value = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw Failure(offset: start)
        }
        return value
    }

    mutating func string() throws -> String {
        try take("\"")
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw Failure(offset: bytes.count) }
        let raw = bytes[start..<position]
        position += 1
        if !raw.contains(UInt8(ascii: "\\")) {
            guard let text = String(validating: raw, as: UTF8.self) else {
                throw Failure(offset: start)
            }
            return text
        }
        // Escapes are for Foundation.
        do {
            return try JSONDecoder().decode(
                String.self, from: Data(bytes[start - 1..<position]))
        } catch { throw Failure(offset: start) }
    }

    /// Skips a value of any kind.
    ///
    /// - Returns: its bytes, which are JSON only where the file is.
    mutating func value() throws -> Data {
        skipSpace()
        let start = position
        var depth = 0
        repeat {
            skipSpace()
            guard position < bytes.count else { throw Failure(offset: position) }
            switch bytes[position] {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw Failure(offset: position) }
                position += 1
            default:
                let begin = position
                while position < bytes.count,
                    Self.isNumeric(bytes[position])
                        || Self.isLetter(bytes[position])
                { position += 1 }
                guard position > begin else { throw Failure(offset: position) }
            }
        } while depth > 0
        guard depth == 0 else { throw Failure(offset: start) }
        return Data(bytes[start..<position])
    }

    /// Whether a list comes next.
    mutating func isAtList() -> Bool {
        skipSpace()
        return position < bytes.count && bytes[position] == UInt8(ascii: "[")
    }

    private mutating func sequence(
        from first: Unicode.Scalar, to last: Unicode.Scalar,
        _ element: (inout JSONScanner) throws -> Void
    ) throws {
        try take(first)
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: last) {
            position += 1
            return
        }
        while true {
            try element(&self)
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
            position += 1
        }
        try take(last)
    }

    private mutating func take(_ scalar: Unicode.Scalar) throws {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else {
            throw Failure(offset: position)
        }
        position += 1
    }

    private mutating func skipSpace() {
        while position < bytes.count, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }
}
