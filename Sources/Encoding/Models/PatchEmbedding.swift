import Compute

/// The first step of a vision transformer: a square picture's patches, each as one vector.
///
/// A convolution whose stride is its size, so that each patch is taken by itself.
struct PatchEmbedding: Sendable {
    private let imageSide, patchSide: Int
    private let projection: Linear

    private var patchesInRow: Int { imageSide / patchSide }
    /// How many patches a picture has.
    var count: Int { patchesInRow * patchesInRow }

    /// - Parameter name: of the convolution, whose weights are width × 3 × side × side.
    init(
        name: String, configuration: CLIPConfiguration.Vision, isBiased: Bool, weights: Checkpoint
    ) throws {
        imageSide = configuration.imageSide
        patchSide = configuration.patchSide
        let width = configuration.tower.width
        projection = try weights.linear(
            name, inputs: 3 * patchSide * patchSide, outputs: width,
            shape: [width, 3, patchSide, patchSide], isBiased: isBiased)
    }

    /// - Parameter pixels: 3 × side × side, plane after plane.
    /// - Returns: count × width, from the top left, row by row; a rest at the right and at the bottom
    ///   is left out.
    func callAsFunction(_ pixels: [Float]) throws -> [Float] {
        guard pixels.count == 3 * imageSide * imageSide else {
            throw ComputeError.shapeMismatch(
                "\(pixels.count) values are no picture of \(imageSide) × \(imageSide)")
        }
        var patches: [Float] = []
        patches.reserveCapacity(count * 3 * patchSide * patchSide)
        for top in 0..<patchesInRow {
            for left in 0..<patchesInRow {
                for plane in 0..<3 {
                    for y in 0..<patchSide {
                        let row = (plane * imageSide + top * patchSide + y) * imageSide
                        let start = row + left * patchSide
                        patches += pixels[start..<start + patchSide]
                    }
                }
            }
        }
        return try projection(patches, rows: count)
    }
}
