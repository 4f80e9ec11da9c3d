import Catalog
import Foundation
import MediaTypes

/// Lets a command of the user's choice judge the best candidates: a cross-encoder, a
/// vision-language model.
///
/// The protocol is JSON lines; see docs/adding-a-reranker.md. The command's scores replace those of
/// the candidates that it saw, and what it did not see comes after them. When it fails, everything
/// stays as it was.
public struct ExternalStage: RerankStage {
    public static let name = "external"
    public static let defaultSeconds = 10.0
    /// Candidates that the command gets.
    static let depth = 100

    private let command: ExternalCommand
    private let request: ExternalRequest
    private let onFailure: @Sendable (ExternalStageError) -> Void

    /// - Parameters:
    ///   - command: what runs.
    ///   - text: the words that are looked for; empty without any.
    ///   - files: paths of the pictures and sounds that are looked for.
    ///   - onFailure: gets told why the order from before stays.
    public init(
        command: ExternalCommand, text: String, files: [String],
        onFailure: @escaping @Sendable (ExternalStageError) -> Void
    ) {
        self.command = command
        request = ExternalRequest(text: text, files: files)
        self.onFailure = onFailure
    }

    public func rerank(_ candidates: [Candidate], in search: SearchContext) throws -> [Candidate] {
        let eligible = candidates.indices.filter { candidates[$0].rejection == nil }
        let seen = eligible.prefix(Self.depth)
        guard !seen.isEmpty else { return candidates }
        let scores: [Float]
        do {
            let input = try request.lines(for: seen.map { candidates[$0] })
            scores = try ExternalAnswer.scores(in: command.run(input: input), count: seen.count)
        } catch let error as ExternalStageError {
            onFailure(error)
            return candidates
        }
        var candidates = candidates
        for (index, score) in zip(seen, scores) { candidates[index].score = score }
        let lowest = scores.min() ?? 0
        for index in eligible.dropFirst(seen.count) { candidates[index].score *= lowest }
        return candidates
    }
}
