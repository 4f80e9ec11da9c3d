import Foundation

/// What a rerank command says: one score a line.
struct ExternalAnswer: Decodable {
    /// As in the request, from 1.
    let id: Int
    /// 0…1.
    let score: Float

    /// The scores of `count` candidates, in the order of their ids.
    ///
    /// - Throws: `ExternalStageError.badAnswer` unless each has one score between 0 and 1.
    static func scores(in output: Data, count: Int) throws(ExternalStageError) -> [Float] {
        var scores = [Float?](repeating: nil, count: count)
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            if text.allSatisfy(\.isWhitespace) { continue }
            guard let answer = try? JSONDecoder().decode(Self.self, from: Data(line)) else {
                throw .badAnswer(
                    detail: "'\(text.prefix(80))' is not {\"id\": number, \"score\": number}")
            }
            guard (1...count).contains(answer.id) else {
                throw .badAnswer(detail: "nothing has the id \(answer.id)")
            }
            guard (0...1).contains(answer.score) else {
                throw .badAnswer(detail: "the score \(answer.score) is not between 0 and 1")
            }
            guard scores[answer.id - 1] == nil else {
                throw .badAnswer(detail: "there are several scores for id \(answer.id)")
            }
            scores[answer.id - 1] = answer.score
        }
        let known = scores.compactMap(\.self)
        guard known.count == count else {
            throw .badAnswer(detail: "\(count - known.count) of \(count) candidates have no score")
        }
        return known
    }
}
