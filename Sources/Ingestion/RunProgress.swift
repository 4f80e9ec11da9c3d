import Catalog
import Foundation
import MediaTypes

/// How far a run has come: what a live line shows, and what the catalog tells other processes.
public struct RunProgress: Sendable, Equatable, Codable {
    /// What was done of one type of files.
    public struct Work: Sendable, Equatable, Codable {
        public var files = 0
        public var bytes: Int64 = 0
        /// Of decoding and encoding, summed over threads.
        public var seconds = 0.0
    }

    /// Candidates that were found.
    public var found = 0
    /// All are found.
    public var isWalked = false
    /// Files that were unchanged, linked, indexed or quarantined.
    public var done = 0
    /// Files that failed, in this run or before.
    public var quarantined = 0
    /// By type of file, as names have it.
    public var work: [String: Work] = [:]
    /// What is to be indexed yet, by type of file.
    public var left: [String: PendingCounts] = [:]
    /// Embeddings by modality.
    public var segments: [String: Int] = [:]
    /// The file that was taken up last.
    public var current = ""
    public var threads = 1
    /// Since the beginning.
    public var seconds = 0.0
    /// While the run pauses outside of its window.
    public var pausedUntil: Date?
    /// When this was so.
    public var time = Date()

    public init() {}

    public var filesLeft: Int { left.values.reduce(0) { $0 + $1.files } }
    public var bytesLeft: Int64 { left.values.reduce(0) { $0 + $1.bytes } }

    /// Seconds until everything is indexed, by the size of what is left; nil while nobody can know.
    public var secondsLeft: Double? {
        guard isWalked else { return nil }
        let all = work.values.reduce(into: Work()) { sum, one in
            sum.bytes += one.bytes
            sum.seconds += one.seconds
        }
        var seconds = 0.0
        for (type, count) in left where count.files > 0 {
            // A type that has not come up yet goes like the others.
            let known = work[type].flatMap { $0.bytes > 0 ? $0 : nil } ?? all
            guard known.bytes > 0 else { return nil }
            seconds += Double(count.bytes) * known.seconds / Double(known.bytes)
        }
        return seconds / Double(max(1, threads))
    }
}
