import Foundation
import MediaTypes

/// The pictures and the sound that the reference activations were made from, by the formulas of
/// `Fixtures/README.md`.
enum ReferenceInputs {
    static func picture(_ number: Int, width: Int, height: Int) -> PixelBuffer {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                for c in 0..<3 {
                    let value =
                        number == 0
                        ? x * (3 + c) + y * (5 - c) + ((x * y) >> 4)
                        : (x * x + 3 * y * y * (c + 1)) >> 5
                    pixels.append(UInt8(value & 255))
                }
            }
        }
        return PixelBuffer(width: width, height: height, pixels: pixels)
    }

    /// A rising tone that swells and fades in noise, at 44,100 Hz.
    static func sound(samples count: Int) -> [Float] {
        var state: UInt32 = 1
        return (0..<count).map { index in
            state = state &* 1_664_525 &+ 1_013_904_223
            let noise = Double(state >> 8) / Double(1 << 23) - 1
            let t = Double(index) / 44_100
            let tone = sin(2 * .pi * (200 * t + 1500 * t * t))
            return Float(0.5 * tone * sin(.pi * Double(index) / Double(count)) + 0.02 * noise)
        }
    }
}
