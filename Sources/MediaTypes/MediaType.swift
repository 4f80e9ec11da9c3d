/// What kind of file an asset is, as a person would say it.
public enum MediaType: String, Sendable, Hashable, CaseIterable, Codable {
    case image
    case audio
    case video
}
