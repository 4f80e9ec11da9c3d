/// What an encoder takes in, and what a segment was made from.
public enum Modality: String, Sendable, Hashable, CaseIterable, Codable {
    case image
    case audio
    case text
}
