import CKernels

/// Spectrograms: frames of sound are windowed and transformed, and their bins added up in bands.
///
/// May be used from several threads at once.
public final class BandSpectrogram: Sendable {
    /// Weights of the bins from `first` on.
    public struct Band: Sendable {
        public let first: Int
        public let weights: [Float]

        public init(first: Int, weights: [Float]) {
            self.first = first
            self.weights = weights
        }
    }

    public let frameLength, bandCount: Int
    nonisolated(unsafe) private let spectrum: OpaquePointer

    /// - Parameters:
    ///   - window: what the samples of a frame are multiplied by; an even number from 2 to 2²⁰.
    ///   - bands: over the `window.count / 2 + 1` bins.
    ///   - magnitudes: whether bands take the bins' magnitudes and not their powers.
    /// - Throws: `ComputeError` where a length or a band does not fit, or memory is short.
    public init(window: [Float], bands: [Band], magnitudes: Bool = false) throws {
        let weights = bands.flatMap(\.weights)
        let made = weights.withUnsafeBufferPointer { weights in
            var begin = 0
            let native = bands.map { band in
                defer { begin += band.weights.count }
                return trove_band(
                    first: band.first, count: band.weights.count,
                    weights: weights.baseAddress?.advanced(by: begin))
            }
            return trove_spectrum_make(window, window.count, native, native.count, magnitudes)
        }
        guard let made else {
            throw ComputeError.shapeMismatch(
                "no transform of \(window.count) samples with \(bands.count) bands")
        }
        spectrum = made
        frameLength = window.count
        bandCount = bands.count
    }

    deinit {
        trove_spectrum_free(spectrum)
    }

    /// - Parameters:
    ///   - samples: what is behind the last is silence.
    ///   - hop: samples from one frame's beginning to the next's.
    /// - Returns: for each of `count` frames one value a band.
    public func callAsFunction(_ samples: [Float], hop: Int, count: Int) throws -> [Float] {
        guard hop >= 0, count >= 0 else {
            throw ComputeError.shapeMismatch("\(count) frames every \(hop) samples")
        }
        var status: Int32 = 0
        let size = count * bandCount
        let sums = [Float](unsafeUninitializedCapacity: size) { buffer, filled in
            status = trove_spectrum_bands(
                spectrum, samples, samples.count, hop, count, buffer.baseAddress, size)
            filled = status == 0 ? size : 0
        }
        switch status {
        case 0: return sums
        case -2: throw ComputeError.outOfMemory
        default: throw ComputeError.shapeMismatch("\(count) frames every \(hop) samples")
        }
    }
}
