import MediaTypes

/// A network that sees square pictures.
public protocol VisionModel: Sendable {
    /// What it computes in.
    var precision: Precision { get }
    /// How many values it gives for a picture.
    var dimension: Int { get }
    /// Width and height of a picture, in pixels.
    var imageSide: Int { get }
    /// What it knows about each picture, `dimension` values, not normalised.
    ///
    /// - Parameter pictures: each 3 × `imageSide` × `imageSide`, normalised, plane after plane.
    func features(of pictures: [[Float]]) throws -> [[Float]]
}
