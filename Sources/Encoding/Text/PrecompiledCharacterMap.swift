import Foundation

/// SentencePiece's table of replacements, such as full-width letters by plain ones.
///
/// A double-array trie over UTF-8 ("An Efficient Implementation of Trie Structures", Aoe et al.,
/// 1992) in the layout of Darts, and the replacements that its leaves point to, each ended by a zero.
struct PrecompiledCharacterMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// - Returns: nil for bytes that are no such table.
    init?(base64: String) {
        guard let data = Data(base64Encoded: base64), data.count >= 4 else { return nil }
        func unit(_ index: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(data[4 * index + $1]) << (8 * UInt32($1)) }
        }
        let size = Int(unit(0))
        guard size > 0, size % 4 == 0, size <= data.count - 4 else { return nil }
        units = (1...size / 4).map(unit)
        replacements = Array(data[(4 + size)...])
    }

    /// The text with its replacements: at each place that of the longest match, or else the character
    /// that stands there.
    func pieces(of text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        var pieces: [[UInt8]] = []
        var place = 0
        while place < bytes.count {
            if let match = longestMatch(in: bytes[place...]) {
                pieces.append(replacement(at: match.value))
                place += match.length
            } else {
                var end = place + 1
                while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
                pieces.append(Array(bytes[place..<end]))
                place = end
            }
        }
        return pieces
    }

    private func replacement(at start: Int) -> [UInt8] {
        guard start < replacements.count else { return [] }
        return Array(replacements[start...].prefix { $0 != 0 })
    }

    private func longestMatch(in text: ArraySlice<UInt8>) -> (length: Int, value: Int)? {
        var match: (length: Int, value: Int)?
        var node = Self.offset(units[0])
        for (depth, byte) in text.enumerated() {
            node ^= Int(byte)
            // A zero byte would be taken for the leaf.
            guard byte != 0, node < units.count else { break }
            let unit = units[node]
            guard unit & 0x8000_00FF == UInt32(byte) else { break }
            node ^= Self.offset(unit)
            guard unit & 0x100 != 0 else { continue }
            guard node < units.count else { break }
            match = (depth + 1, Int(units[node] & 0x7FFF_FFFF))
        }
        return match
    }

    private static func offset(_ unit: UInt32) -> Int {
        Int((unit >> 10) << ((unit & 0x200) >> 6))
    }
}
