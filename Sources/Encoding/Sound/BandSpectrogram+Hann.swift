import Compute
import Foundation

extension BandSpectrogram {
    /// A Hann window, which is zero at its start and again after `period` values.
    static func hannWindow(_ count: Int, period: Int) -> [Float] {
        (0..<count).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(period))) }
    }
}
