/// Triangular bands over the bins of a power spectrum.
struct MelBands: Sendable {
    /// How the weights of a band are scaled.
    enum Normalization {
        /// They add up to one.
        case sum
        /// A triangle has the area one.
        case area
    }

    /// The non-zero weights of one band: bins `first…`.
    private struct Band {
        let first: Int
        let weights: [Float]
    }

    private let bands: [Band]
    var count: Int { bands.count }

    /// - Parameters:
    ///   - edges: two more than there are bands: each rises from its edge to the next, and falls
    ///     to the one after that.
    ///   - bins: places of the spectrum's bins, in the unit of the edges.
    init(edges: [Double], bins: [Double], normalization: Normalization) {
        bands = (0..<max(0, edges.count - 2)).map { band in
            let (begin, peak, end) = (edges[band], edges[band + 1], edges[band + 2])
            let weights = bins.map { bin in
                max(0, min((bin - begin) / (peak - begin), (end - bin) / (end - peak)))
            }
            let divisor =
                switch normalization {
                case .sum: weights.reduce(0, +)
                case .area: (end - begin) / 2
                }
            guard let first = weights.firstIndex(where: { $0 > 0 }),
                let last = weights.lastIndex(where: { $0 > 0 })
            else { return Band(first: 0, weights: []) }
            return Band(first: first, weights: weights[first...last].map { Float($0 / divisor) })
        }
    }

    /// The sum of each band, given one value a bin.
    func sums(of power: [Float]) -> [Float] {
        bands.map { band in
            var sum: Float = 0
            for (offset, weight) in band.weights.enumerated() {
                sum += weight * power[band.first + offset]
            }
            return sum
        }
    }
}
