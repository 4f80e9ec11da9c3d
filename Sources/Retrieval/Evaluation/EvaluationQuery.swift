import Foundation
import MediaTypes

/// A query with what should be found.
public struct EvaluationQuery: Sendable, Equatable {
    public struct Relevant: Sendable, Equatable {
        /// Absolute, or the last components of a path.
        public let path: String
        /// The true moment, where it is known.
        public let range: TimeRange?

        public init(path: String, range: TimeRange? = nil) {
            self.path = path
            self.range = range
        }

        /// Whether one of an asset's paths is this one.
        func names(_ paths: [String]) -> Bool {
            let end = path.hasPrefix("/") ? path : "/" + path
            return paths.contains { $0 == path || $0.hasSuffix(end) }
        }
    }

    /// A text, or the path of a picture or sound.
    public let query: String
    /// Empty for a query to which the right answer is that there is nothing.
    public let relevant: [Relevant]

    public init(query: String, relevant: [Relevant]) {
        self.query = query
        self.relevant = relevant
    }

    /// The absolute path of the query's file, or nil when it is a text.
    /// - Parameter folder: where relative paths begin.
    /// - Throws: `EvaluationError.missingFile` for what has the name of a media file and is none: as
    ///   a text it would be found nowhere, and the figures would be of something else.
    public func file(in folder: String) throws(EvaluationError) -> String? {
        let path = query.hasPrefix("/") ? query : folder + "/" + query
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if exists && !isFolder.boolValue { return path }
        if MediaFileNames.isCandidate(query) { throw .missingFile(path: path) }
        return nil
    }
}

extension EvaluationQuery {
    /// Reads a file with the columns `query,relevant_path[,start,end]`, named in its first line.
    ///
    /// Lines with the same query are one query with several relevant paths. `start` and `end` are
    /// seconds, and empty where no moment is known. A query whose only relevant path is empty has no
    /// answer.
    /// - Throws: `EvaluationError`.
    public static func read(file path: String) throws(EvaluationError) -> [EvaluationQuery] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadableFile(path: path)
        }
        return try parse(String(decoding: data, as: UTF8.self))
    }

    static func parse(_ text: String) throws(EvaluationError) -> [EvaluationQuery] {
        let rows = try CSVReader.rows(of: text)
        guard let heading = rows.first else { throw .noQueries }
        let columns = heading.fields.map { $0.trimmingCharacters(in: .whitespaces) }
        guard let query = columns.firstIndex(of: "query"),
            let path = columns.firstIndex(of: "relevant_path")
        else {
            throw .malformedCSV(
                line: heading.line,
                reason: "the first line must name the columns query,relevant_path")
        }
        let start = columns.firstIndex(of: "start")
        let end = columns.firstIndex(of: "end")
        var order: [String] = []
        var relevant: [String: [Relevant]] = [:]
        for row in rows.dropFirst() {
            guard row.fields.count == columns.count else {
                throw .malformedCSV(
                    line: row.line,
                    reason: "\(row.fields.count) fields where there are \(columns.count) columns")
            }
            let text = row.fields[query]
            guard !text.isEmpty else {
                throw .malformedCSV(line: row.line, reason: "the query is empty")
            }
            if relevant[text] == nil {
                order.append(text)
                relevant[text] = []
            }
            if row.fields[path].isEmpty { continue }
            let range = try range(
                start.map { row.fields[$0] } ?? "", end.map { row.fields[$0] } ?? "", row.line)
            relevant[text, default: []].append(Relevant(path: row.fields[path], range: range))
        }
        guard !order.isEmpty else { throw .noQueries }
        return order.map { EvaluationQuery(query: $0, relevant: relevant[$0] ?? []) }
    }

    private static func range(
        _ start: String, _ end: String, _ line: Int
    ) throws(EvaluationError) -> TimeRange? {
        if start.isEmpty && end.isEmpty { return nil }
        guard let start = Double(start), let end = Double(end), start >= 0, end >= start,
            end.isFinite
        else {
            throw .malformedCSV(line: line, reason: "start and end must be seconds, start first")
        }
        return TimeRange(start: start, end: end)
    }
}
