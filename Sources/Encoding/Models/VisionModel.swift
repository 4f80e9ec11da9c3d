/// A network that sees square pictures.
public protocol VisionModel: Sendable {
    /// How many values it gives for a picture.
    var dimension: Int { get }
    /// Width and height of a picture, in pixels.
    var imageSide: Int { get }
    /// What it knows about a picture, `dimension` values, not normalised.
    ///
    /// - Parameter pixels: 3 × `imageSide` × `imageSide`, normalised, plane after plane.
    func features(of pixels: [Float]) throws -> [Float]
}
