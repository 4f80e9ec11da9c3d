/// How a Swin layer cuts a square of states into square windows that see themselves alone.
///
/// Every other layer shifts the windows by half their side, around the edges; states that only so
/// came together don't see each other.
/// "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows" (Liu et al., 2021).
struct SwinWindows: Sendable {
    let count: Int
    /// States a window.
    let length: Int
    /// Window after window, the number of the state in the square, row by row.
    let order: [Int]
    /// By pair of states of a window: the place of their distance in the table of biases.
    let distances: [Int]
    /// In the order of `order`: states of a window with different numbers don't see each other.
    private let regions: [Int]
    /// By window: whether it has states of several regions.
    private let separates: [Bool]

    /// - Parameters:
    ///   - side: of the square, a multiple of `window`.
    ///   - window: side of a window.
    init(side: Int, window: Int, shift: Int) {
        precondition(window > 0 && side % window == 0, "windows fill the square")
        var order: [Int] = []
        var regions: [Int] = []
        func region(_ place: Int) -> Int {
            (place >= side - window ? 1 : 0) + (place >= side - shift ? 1 : 0)
        }
        for top in stride(from: 0, to: side, by: window) {
            for left in stride(from: 0, to: side, by: window) {
                for row in top..<top + window {
                    for column in left..<left + window {
                        order.append((row + shift) % side * side + (column + shift) % side)
                        regions.append(region(row) * 3 + region(column))
                    }
                }
            }
        }
        self.order = order
        self.regions = regions
        length = window * window
        count = order.count / length
        let length = length
        separates = (0..<count).map { number in
            Set(regions[number * length..<(number + 1) * length]).count > 1
        }
        distances = (0..<length * length).map { pair in
            let (from, to) = (pair / length, pair % length)
            let rows = from / window - to / window + window - 1
            return rows * (2 * window - 1) + from % window - to % window + window - 1
        }
    }

    /// Lowers the scores, length × length, of states that only the shift brought together.
    func separate(_ scores: inout [Float], of window: Int) {
        guard separates[window] else { return }
        let regions = regions[window * length..<(window + 1) * length]
        for (row, own) in regions.enumerated() {
            for (column, other) in regions.enumerated() where other != own {
                scores[row * length + column] -= 100
            }
        }
    }
}
