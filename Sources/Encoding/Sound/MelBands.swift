import Compute

/// Triangular bands over the bins of a spectrum.
struct MelBands: Sendable {
    /// How the weights of a band are scaled.
    enum Normalization {
        /// They add up to one.
        case sum
        /// A triangle has the area one.
        case area
        /// They are one at the peak.
        case peak
    }

    /// Their weights that are not zero.
    let bands: [BandSpectrogram.Band]

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
            let divisor: Double =
                switch normalization {
                case .sum: weights.reduce(0, +)
                case .area: (end - begin) / 2
                case .peak: 1
                }
            guard let first = weights.firstIndex(where: { $0 > 0 }),
                let last = weights.lastIndex(where: { $0 > 0 })
            else { return BandSpectrogram.Band(first: 0, weights: []) }
            return BandSpectrogram.Band(
                first: first, weights: weights[first...last].map { Float($0 / divisor) })
        }
    }
}
