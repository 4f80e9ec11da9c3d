/// What a thread of a run does at a time.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    /// Finding files and looking up what is known of them.
    case walking
    /// Reading files to tell their content.
    case hashing
    /// Reading what files, and what lies beside them, say of themselves.
    case inspecting
    /// Reading pixels and samples, which decoding processes do: the thread waits for its own.
    case decoding
    /// Making pixels and samples a network's input.
    case preparing
    /// Running networks.
    case encoding
    /// Writing to the catalog.
    case committing
    /// The queue of files to decode is empty.
    case waitingForFiles
    /// The queue of files to decode is full, or the last of them are not done yet.
    case waitingForDecoding
    /// The queue of results to commit is empty.
    case waitingForResults
    /// The queue of results to commit is full, or the last of them are not committed yet.
    case waitingForCommits
    /// The run is outside of its window.
    case pausing
    /// Everything between.
    case other

    /// Whether the thread could do nothing.
    public var isWaiting: Bool {
        switch self {
        case .waitingForFiles, .waitingForDecoding, .waitingForResults, .waitingForCommits,
            .pausing:
            true
        case .walking, .hashing, .inspecting, .decoding, .preparing, .encoding, .committing, .other:
            false
        }
    }

    /// The stages of the pipeline's work.
    public static let working: [Stage] = allCases.filter { !$0.isWaiting && $0 != .other }
}
