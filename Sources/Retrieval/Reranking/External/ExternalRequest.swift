import Foundation
import MediaTypes

/// What a rerank command reads: the query, then one candidate a line.
struct ExternalRequest: Sendable {
    private struct QueryLine: Encodable {
        let query: QueryObject
    }

    private struct QueryObject: Encodable {
        let text: String
        let files: [String]
    }

    private struct CandidateLine: Encodable {
        let id: Int
        let path: String
        let type: MediaType
        let start: Double?
        let end: Double?
        let crop: Crop?
        let score: Float
    }

    private let query: QueryLine

    init(text: String, files: [String]) {
        query = QueryLine(query: QueryObject(text: text, files: files))
    }

    /// - Parameter candidates: the best first; their numbers, from 1, are their ids.
    func lines(for candidates: [Candidate]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = try encoder.encode(query)
        for (position, candidate) in candidates.enumerated() {
            lines.append(UInt8(ascii: "\n"))
            lines += try encoder.encode(
                CandidateLine(
                    id: position + 1, path: candidate.asset.path, type: candidate.asset.type,
                    start: candidate.moment.range?.start, end: candidate.moment.range?.end,
                    crop: candidate.crop?.crop, score: candidate.score))
        }
        lines.append(UInt8(ascii: "\n"))
        return lines
    }
}
