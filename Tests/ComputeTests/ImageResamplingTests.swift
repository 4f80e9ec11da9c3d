import Compute
import Testing

extension KernelTests {
    @Suite struct ImageResamplingTests {
        typealias Box = ImageResampling.Box

        private func resize(
            _ pixels: [UInt8], _ width: Int, _ height: Int, box: Box? = nil, to side: (Int, Int),
            filter: ImageResampling.Filter = .bicubic
        ) throws -> [Float] {
            try ImageResampling.resize(
                pixels, width: width, height: height,
                box: box ?? Box(left: 0, top: 0, width: width, height: height), to: side,
                filter: filter, offset: 0, scale: 1)
        }

        @Test(arguments: [ImageResampling.Filter.bilinear, .bicubic])
        func keepsAUniformPictureUniform(_ filter: ImageResampling.Filter) throws {
            let pixels: [UInt8] = (0..<31 * 17).flatMap { _ -> [UInt8] in [10, 200, 255] }
            for side in [(1, 1), (5, 90), (224, 224), (31, 17)] {
                let planes = try resize(pixels, 31, 17, to: side, filter: filter)
                let count = side.0 * side.1
                #expect(planes[0..<count].allSatisfy { $0 == 10 })
                #expect(planes[count..<2 * count].allSatisfy { $0 == 200 })
                #expect(planes[2 * count..<3 * count].allSatisfy { $0 == 255 })
            }
        }

        @Test func theSameSizeIsTheSamePicture() throws {
            let pixels = (0..<9 * 7 * 3).map { UInt8(truncatingIfNeeded: $0 * 37) }
            let planes = try resize(pixels, 9, 7, to: (9, 7))
            for channel in 0..<3 {
                for index in 0..<63 {
                    #expect(planes[channel * 63 + index] == Float(pixels[index * 3 + channel]))
                }
            }
        }

        @Test func halvingAveragesAllPixels() throws {
            // A checkerboard becomes grey: without antialiasing it would stay black or white.
            let pixels = (0..<64 * 64).flatMap { index -> [UInt8] in
                let value: UInt8 = (index % 64 + index / 64) % 2 == 0 ? 0 : 255
                return [value, value, value]
            }
            let planes = try resize(pixels, 64, 64, to: (8, 8))
            #expect(planes.allSatisfy { abs($0 - 127.5) <= 2 })
        }

        @Test func aBoxTakesNothingFromOutside() throws {
            var pixels = [UInt8](repeating: 255, count: 20 * 20 * 3)
            for y in 5..<15 {
                for x in 5..<15 { for c in 0..<3 { pixels[(y * 20 + x) * 3 + c] = 40 } }
            }
            let box = Box(left: 5, top: 5, width: 10, height: 10)
            #expect(try resize(pixels, 20, 20, box: box, to: (3, 3)).allSatisfy { $0 == 40 })
        }

        /// Against sums in the order of the definition, in 64 bits.
        private func expected(
            _ pixels: [UInt8], _ width: Int, _ height: Int, to side: (width: Int, height: Int)
        ) -> [Double] {
            func cubic(_ distance: Double) -> Double {
                let x = abs(distance)
                if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
                return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
            }
            func weights(_ extent: Int, _ count: Int) -> [[Double]] {
                let ratio = Double(extent) / Double(count)
                let stretch = max(1, ratio)
                return (0..<count).map { index in
                    let centre = (Double(index) + 0.5) * ratio
                    let all = (0..<extent).map { cubic((Double($0) + 0.5 - centre) / stretch) }
                    return all.map { $0 / all.reduce(0, +) }
                }
            }
            func byte(_ value: Double) -> Double { min(255, max(0, (value + 0.5).rounded(.down))) }
            let (columns, rows) = (weights(width, side.width), weights(height, side.height))
            return (0..<3).flatMap { channel in
                let narrow = (0..<height).map { y in
                    columns.map { weights in
                        byte(
                            weights.indices.reduce(0) {
                                $0 + weights[$1] * Double(pixels[(y * width + $1) * 3 + channel])
                            })
                    }
                }
                return rows.flatMap { weights in
                    (0..<side.width).map { x in
                        byte(weights.indices.reduce(0) { $0 + weights[$1] * narrow[$1][x] })
                    }
                }
            }
        }

        @Test func everyLevelAgreesWithTheDefinition() throws {
            for (width, height, side) in [
                (61, 43, (width: 16, height: 9)), (7, 5, (width: 21, height: 13)),
                (1, 1, (width: 3, height: 2)), (130, 3, (width: 33, height: 1)),
            ] {
                let pixels = (0..<width * height * 3).map {
                    UInt8(truncatingIfNeeded: $0 * $0 % 251)
                }
                let expected = expected(pixels, width, height, to: side)
                for level in KernelLevel.supported {
                    try KernelTests.at(level) {
                        let planes = try resize(pixels, width, height, to: side)
                        for (value, right) in zip(planes, expected) {
                            #expect(abs(Double(value) - right) <= 1)
                        }
                    }
                }
            }
        }

        @Test func refusesWhatDoesNotFit() {
            let pixels = [UInt8](repeating: 0, count: 4 * 4 * 3)
            for box in [
                Box(left: 1, top: 0, width: 4, height: 4),
                Box(left: 0, top: 0, width: 0, height: 4),
                Box(left: -1, top: 0, width: 2, height: 2),
                Box(left: 0, top: 0, width: .max, height: 1),
            ] {
                #expect(throws: ComputeError.self) {
                    try resize(pixels, 4, 4, box: box, to: (2, 2))
                }
            }
            #expect(throws: ComputeError.self) { try resize(pixels, 5, 4, to: (2, 2)) }
            #expect(throws: ComputeError.self) { try resize(pixels, 4, 4, to: (0, 2)) }
        }
    }
}
