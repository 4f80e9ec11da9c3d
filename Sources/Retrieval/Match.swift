import MediaTypes

/// By what a result was found.
public enum Match: String, Sendable, Hashable, CaseIterable, Codable {
    case heard
    case seen

    /// What the matching segments were made from.
    var modality: Modality {
        switch self {
        case .heard: .audio
        case .seen: .image
        }
    }
}
