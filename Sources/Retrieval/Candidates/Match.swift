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

    /// Nil for a modality that media are not made of.
    init?(modality: Modality) {
        guard let match = Self.allCases.first(where: { $0.modality == modality }) else {
            return nil
        }
        self = match
    }
}
