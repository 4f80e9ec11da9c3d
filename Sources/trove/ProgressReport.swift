import Catalog
import Foundation
import Ingestion

/// How far a run has come, for people and for other programs.
struct ProgressReport: Encodable {
    let found: Int
    let isWalked: Bool
    let done: Int
    let quarantined: Int
    let filesLeft: Int
    let bytesLeft: Int64
    /// By type of file.
    let left: [String: PendingCounts]
    /// Embeddings by modality.
    let segments: [String: Int]
    let segmentsPerSecond: Double
    let seconds: Double
    /// Nil while nobody can know.
    let secondsLeft: Double?
    let current: String
    let pausedUntil: Date?
    let time: Date

    init(_ progress: RunProgress) {
        found = progress.found
        isWalked = progress.isWalked
        done = progress.done
        quarantined = progress.quarantined
        filesLeft = progress.filesLeft
        bytesLeft = progress.bytesLeft
        left = progress.left
        segments = progress.segments
        segmentsPerSecond =
            Double(progress.segments.values.reduce(0, +)) / max(progress.seconds, 0.001)
        seconds = progress.seconds
        secondsLeft = progress.secondsLeft
        current = progress.current
        pausedUntil = progress.pausedUntil
        time = progress.time
    }

    /// For people.
    var line: String {
        guard isWalked else { return HumanFormat.count(found, "file") + " found so far" }
        var parts = [
            "\(HumanFormat.count(done)) of \(HumanFormat.count(found, "file"))", rate,
        ]
        if filesLeft > 0 {
            let time = secondsLeft.map { ", about \(HumanFormat.duration($0)) left" } ?? " left"
            parts.append(HumanFormat.bytes(bytesLeft) + time)
        }
        if quarantined > 0 { parts.append("\(HumanFormat.count(quarantined)) quarantined") }
        if let pausedUntil { parts.append("paused until \(HumanFormat.date(pausedUntil))") }
        return parts.joined(separator: ", ")
    }

    private var rate: String {
        let kinds = [("image", "seen"), ("audio", "heard")].compactMap { modality, word in
            segments[modality].map {
                String(format: "%.1f %@", Double($0) / max(seconds, 0.001), word)
            }
        }
        return String(format: "%.1f segments a second", segmentsPerSecond)
            + (kinds.count > 1 ? " (\(kinds.joined(separator: ", ")))" : "")
    }
}
