/// The square picture that HTSAT makes of a spectrogram, as patches.
///
/// Time is stretched to `side · stretches` frames and cut into `stretches` stretches, which lie one
/// above the other; in each, bands go down and frames to the right.
struct SpectrogramPatches: Sendable {
    let bands, side, patchSide: Int

    /// Most frames that a spectrogram may have.
    var longest: Int { side * stretches }
    private var stretches: Int { side / bands }

    /// - Parameter values: frames × bands, at most `longest` frames.
    /// - Returns: patches from the top left, row by row, each `patchSide` × `patchSide`.
    func callAsFunction(_ values: [Float]) -> [Float] {
        let stretched = stretch(values)
        var patches: [Float] = []
        patches.reserveCapacity(side * side)
        for top in stride(from: 0, to: side, by: patchSide) {
            for left in stride(from: 0, to: side, by: patchSide) {
                for row in top..<top + patchSide {
                    for column in left..<left + patchSide {
                        let frame = row / bands * side + column
                        patches.append(stretched[frame * bands + row % bands])
                    }
                }
            }
        }
        return patches
    }

    /// Bicubic interpolation with aligned corners and -0.75 as its parameter, as PyTorch has it.
    private func stretch(_ values: [Float]) -> [Float] {
        let frames = values.count / bands
        guard frames < longest else { return values }
        var stretched = [Float](repeating: 0, count: longest * bands)
        let scale = Float(frames - 1) / Float(longest - 1)
        for target in 0..<longest {
            let place = Float(target) * scale
            let first = Int(place)
            let weights = Self.weights(place - Float(first))
            for (offset, weight) in weights.enumerated() {
                let frame = min(max(first - 1 + offset, 0), frames - 1)
                for band in 0..<bands {
                    stretched[target * bands + band] += weight * values[frame * bands + band]
                }
            }
        }
        return stretched
    }

    /// Of the frames -1, 0, 1 and 2 for a place that lies `rest` after frame 0.
    private static func weights(_ rest: Float) -> [Float] {
        let a: Float = -0.75
        func near(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }
        func far(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        return [far(rest + 1), near(rest), near(1 - rest), far(2 - rest)]
    }
}
