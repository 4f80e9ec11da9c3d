import Foundation
import Ingestion

/// What to index, how and when, as a job file tells it; `docs/job-format.md` has the fields.
public struct Job: Sendable {
    /// How the report of a run is written.
    public struct Report: Sendable, Hashable {
        public enum Format: String, Sendable, Hashable, CaseIterable {
            case text
            case json
            case html
        }

        public var format: Format
        /// Absolute; replaced by every run. Nil is standard output.
        public var file: String?
        /// Absolute; an SVG of where the time went, replaced by every run.
        public var profilePicture: String?
    }

    public var name: String
    /// Absolute paths of files and folders.
    public var roots: [String] = []
    /// An installed space, or a space's folder; nil is the library's.
    public var space: String?
    /// Without the number of threads, which is `threads`.
    public var options = IndexOptions()
    /// Nil is one a processor.
    public var threads: Int?
    public var decoding = DecodingOptions()
    /// What is added to the process's niceness, 0…19.
    public var nice = 0
    public var report = Report(format: .text)

    init(name: String) {
        self.name = name
    }
}
