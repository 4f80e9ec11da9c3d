import Foundation

/// A program that reads a request and writes an answer, within a time limit.
public struct ExternalCommand: Sendable {
    /// Bytes of answer; more than any sensible one.
    private static let largestAnswer = 1 << 20

    private let arguments: [String]
    private let seconds: Double

    /// - Parameters:
    ///   - line: the path of a program, or a program's path or name and its arguments, separated by
    ///     spaces; no shell reads it, so there are no quotes.
    ///   - seconds: after which the program and all that it started are killed; more than 0.
    /// - Throws: `ExternalStageError.noCommand`.
    public init(_ line: String, seconds: Double) throws(ExternalStageError) {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty else { throw .noCommand }
        arguments = FileManager.default.isExecutableFile(atPath: line) ? [line] : words
        self.seconds = seconds
    }

    /// What the program writes to its standard output; its standard error is ours.
    ///
    /// - Throws: `ExternalStageError`, also when it ends with another status than 0.
    func run(input: Data) throws(ExternalStageError) -> Data {
        let deadline = ContinuousClock.now + .seconds(seconds)
        let program = try start(input: input)
        let answer = program.answer(upTo: Self.largestAnswer, until: deadline)
        let isTooLong = answer?.count ?? 0 > Self.largestAnswer
        let hasEnded = answer != nil && !isTooLong && program.waitForEnd(until: deadline)
        let status = program.end()
        if isTooLong {
            throw .badAnswer(detail: "it is longer than \(Self.largestAnswer) bytes")
        }
        guard let answer, hasEnded else { throw .timedOut(command: name, seconds: seconds) }
        guard status == 0 else { throw .failed(command: name, status: status) }
        return answer
    }

    private var name: String { arguments.joined(separator: " ") }

    private func start(input: Data) throws(ExternalStageError) -> ProcessGroup {
        do {
            return try ProcessGroup(arguments, input: input)
        } catch let error {
            throw .notStarted(command: name, reason: String(cString: strerror(error.code)))
        }
    }
}
