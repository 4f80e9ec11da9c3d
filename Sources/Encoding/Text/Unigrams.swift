/// Cuts texts into the pieces that are likeliest together.
///
/// "Subword Regularization" (Kudo, 2018), section 3.2; as in SentencePiece, a character that no piece
/// has costs 10 more than the least likely piece, and several of them in a row are one unknown token.
struct Unigrams: Sendable {
    private static let unknownPenalty: Float = 10

    private let table: PieceTable
    /// Logarithms of probabilities, by piece.
    private let scores: [Float]
    private let unknown: Int
    private let unknownScore: Float

    /// - Parameters:
    ///   - pieces: by id, with the logarithms of their probabilities.
    ///   - controls: ids that no text becomes.
    init(_ pieces: [(piece: String, score: Float)], unknown: Int, controls: Set<Int>) {
        table = PieceTable(
            pieces.indices.filter { !controls.contains($0) }.map {
                (Array(pieces[$0].piece.utf8), $0)
            })
        scores = pieces.map(\.score)
        self.unknown = unknown
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    }

    /// The best way to a place in the text.
    private struct Way {
        var score: Float
        var start: Int
        var id: Int
    }

    /// Takes a number of steps that grows with the text's length times that of the longest piece.
    ///
    /// - Parameter text: UTF-8.
    func encode(_ text: [UInt8]) -> [Int] {
        var ways = [Way?](repeating: nil, count: text.count + 1)
        ways[0] = Way(score: 0, start: 0, id: unknown)
        func propose(_ id: Int, from start: Int, to end: Int, score: Float) {
            guard let way = ways[start] else { return }
            let total = way.score + score
            if let best = ways[end], best.score >= total { return }
            ways[end] = Way(score: total, start: start, id: id)
        }
        var place = 0
        while place < text.count {
            let next = Self.characterEnd(in: text, from: place)
            var hasCharacter = false
            table.forEachPrefix(of: text[place...]) { length, id in
                propose(id, from: place, to: place + length, score: scores[id])
                hasCharacter = hasCharacter || place + length == next
            }
            if !hasCharacter { propose(unknown, from: place, to: next, score: unknownScore) }
            place = next
        }
        return ids(ways)
    }

    private func ids(_ ways: [Way?]) -> [Int] {
        var ids: [Int] = []
        var place = ways.count - 1
        while place > 0, let way = ways[place] {
            if way.id != unknown || ids.last != unknown { ids.append(way.id) }
            place = way.start
        }
        return ids.reversed()
    }

    private static func characterEnd(in text: [UInt8], from start: Int) -> Int {
        var end = start + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
