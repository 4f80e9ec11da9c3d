import MediaTypes
import Testing

typealias Colour = [Int]

extension PixelBuffer {
    /// R, G and B at a place given in parts of the sides.
    func colour(atX x: Double, y: Double) -> Colour {
        let index = (Int(y * Double(height)) * width + Int(x * Double(width))) * 3
        return pixels[index..<index + 3].map(Int.init)
    }

    /// The colours in the middle of the upper left, upper right, lower left and lower right quarter.
    var quarters: [Colour] {
        [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)].map { colour(atX: $0.0, y: $0.1) }
    }

    func expectQuarters(
        _ expected: [Colour], within tolerance: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (index, pair) in zip(quarters, expected).enumerated() {
            let difference = zip(pair.0, pair.1).map { abs($0 - $1) }.max() ?? 255
            #expect(
                difference <= tolerance, "quarter \(index) is \(pair.0), not \(pair.1)",
                sourceLocation: sourceLocation)
        }
    }
}

extension [Colour] {
    /// The quarters of every fixture, and of what is made from them.
    static let fixture: [Colour] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
    static let greyFixture: [Colour] = [76, 150, 29, 255].map { [$0, $0, $0] }
}
