import CKissFFT
import Compute
import Foundation

/// Power spectra of windowed frames of sound.
struct PowerSpectra: Sendable {
    /// What each frame is multiplied by; an even number of values.
    let window: [Float]
    var binCount: Int { window.count / 2 + 1 }

    /// A Hann window, which is zero at its start and again after `period` values.
    static func hannWindow(_ count: Int, period: Int) -> [Float] {
        (0..<count).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(period))) }
    }

    /// - Parameters:
    ///   - count: frames.
    ///   - fill: writes the samples of a frame, all of them.
    ///   - use: gets the power of each bin, frame after frame.
    func callAsFunction(
        count: Int, fill: (_ frame: Int, _ samples: inout [Float]) -> Void,
        use: (_ power: [Float]) -> Void
    ) throws {
        // The transform keeps scratch memory, so every call has its own.
        guard let transform = kiss_fftr_alloc(Int32(window.count), 0, nil, nil) else {
            throw ComputeError.outOfMemory
        }
        defer { trove_fft_free(transform) }
        var samples = [Float](repeating: 0, count: window.count)
        var spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: binCount)
        var power = [Float](repeating: 0, count: binCount)
        for frame in 0..<count {
            fill(frame, &samples)
            for index in samples.indices { samples[index] *= window[index] }
            kiss_fftr(transform, samples, &spectrum)
            for bin in power.indices {
                power[bin] = spectrum[bin].r * spectrum[bin].r + spectrum[bin].i * spectrum[bin].i
            }
            use(power)
        }
    }
}
