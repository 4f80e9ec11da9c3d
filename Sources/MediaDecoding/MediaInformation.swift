import MediaTypes

/// What a file's headers say it holds.
public struct MediaInformation: Sendable, Hashable, Codable {
    public let type: MediaType
    /// Sides in pixels of the upright picture, nil for `.audio`.
    public let width: Int?
    public let height: Int?
    /// Seconds, as far as the file tells; nil for pictures. A file may hold less than it says.
    public let duration: Double?
    public let hasPicture: Bool
    public let hasSound: Bool

    public init(
        type: MediaType, width: Int? = nil, height: Int? = nil, duration: Double? = nil,
        hasPicture: Bool, hasSound: Bool
    ) {
        self.type = type
        self.width = width
        self.height = height
        self.duration = duration
        self.hasPicture = hasPicture
        self.hasSound = hasSound
    }
}
