/// What a user may choose of a model when its folder becomes a space.
public struct SpaceSettings: Sendable, Equatable {
    /// Length of an embedding: a shorter one takes less room and finds a little worse.
    public var dimension: Int?
    /// How many tokens a picture becomes at most, which decides what it costs.
    public var imageTokens: Int?

    public init(dimension: Int? = nil, imageTokens: Int? = nil) {
        self.dimension = dimension
        self.imageTokens = imageTokens
    }
}
