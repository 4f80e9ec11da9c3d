/// A rectangle of a picture, in fractions of the upright picture's sides from its top left corner.
public struct Crop: Sendable, Hashable, Codable {
    public let left: Double
    public let top: Double
    public let width: Double
    public let height: Double

    /// - Precondition: the rectangle has an area and lies within the picture.
    public init(left: Double, top: Double, width: Double, height: Double) {
        precondition(
            left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 1
                && top + height <= 1, "a crop lies within its picture")
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }
}
