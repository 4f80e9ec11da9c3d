import Ingestion

extension Stage {
    /// For people.
    var words: String {
        switch self {
        case .waitingForFiles: "waiting for files"
        case .waitingForDecoding: "waiting for decoding"
        case .waitingForResults: "waiting for results"
        case .waitingForCommits: "waiting for commits"
        case .walking, .hashing, .inspecting, .decoding, .preparing, .encoding, .committing,
            .pausing, .other:
            rawValue
        }
    }

    /// In pictures, as CSS has it; waiting is pale.
    var colour: String {
        switch self {
        case .walking: "#7f6a4f"
        case .hashing: "#c49a3a"
        case .inspecting: "#7ec8c0"
        case .decoding: "#2a78b5"
        case .preparing: "#6f5bb0"
        case .encoding: "#d1495b"
        case .committing: "#3d9950"
        case .waitingForFiles: "#e9dcc0"
        case .waitingForDecoding: "#d3e2ee"
        case .waitingForResults: "#e6e6e6"
        case .waitingForCommits: "#cfe5d0"
        case .pausing: "#f6f6f6"
        case .other: "#8c8c8c"
        }
    }
}

extension ThreadProfile.Role {
    /// What threads of the role do, for people.
    var words: String {
        switch self {
        case .feed: "finding"
        case .work: "working"
        case .commit: "committing"
        }
    }
}
