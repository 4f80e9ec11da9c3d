import MediaTypes

/// A picture's mean colours on a grid of 16 × 16, to tell cheaply how much two pictures differ.
struct ColourThumbnail {
    private static let side = 16
    /// R G B of each cell, 0…255.
    private let cells: [Float]

    init(_ image: PixelBuffer) {
        let side = Self.side
        cells = image.pixels.withUnsafeBufferPointer { pixels in
            var cells: [Float] = []
            cells.reserveCapacity(side * side * 3)
            for row in 0..<side {
                for column in 0..<side {
                    let rows = Self.band(row, of: image.height)
                    let columns = Self.band(column, of: image.width)
                    var (red, green, blue) = (0, 0, 0)
                    for y in rows {
                        var index = (y * image.width + columns.lowerBound) * 3
                        for _ in columns {
                            red += Int(pixels[index])
                            green += Int(pixels[index + 1])
                            blue += Int(pixels[index + 2])
                            index += 3
                        }
                    }
                    let area = Float(rows.count * columns.count)
                    cells += [Float(red) / area, Float(green) / area, Float(blue) / area]
                }
            }
            return cells
        }
    }

    /// Nobody would keep both pictures: alike on the whole and in every place.
    func isNearlyEqual(to other: ColourThumbnail) -> Bool {
        var (sum, largest): (Float, Float) = (0, 0)
        for (mine, theirs) in zip(cells, other.cells) {
            sum += abs(mine - theirs)
            largest = max(largest, abs(mine - theirs))
        }
        return sum / Float(cells.count) < 2 && largest < 24
    }

    /// The camera looks at something else: the mean difference is a tenth of the range.
    func isAnotherScene(than other: ColourThumbnail) -> Bool {
        zip(cells, other.cells).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(cells.count) > 25
    }

    /// The rows or columns of one band of the grid, at least one.
    private static func band(_ index: Int, of length: Int) -> Range<Int> {
        let start = index * length / side
        return start..<max(start + 1, (index + 1) * length / side)
    }
}
