import Compute
import Encoding
import MediaTypes

/// How well queries find their counterparts among all of them.
public struct RetrievalScore: Sendable, Equatable {
    /// For each query, at which place its counterpart came; the first is 1.
    let ranks: [Int]

    public var count: Int { ranks.count }

    /// The part of the queries whose counterpart came among the first `places`.
    public func recall(at places: Int) -> Double {
        Double(ranks.count { $0 <= places }) / Double(max(1, ranks.count))
    }

    public var meanReciprocalRank: Double {
        ranks.reduce(0) { $0 + 1 / Double($1) } / Double(max(1, ranks.count))
    }

    /// - Parameters:
    ///   - queries: unit vectors.
    ///   - candidates: as many, which `map` brings into the space of the queries.
    init(queries: VectorTable, candidates: VectorTable, map: LinearMap) throws {
        precondition(queries.count == candidates.count, "a counterpart for each query")
        let count = queries.count
        let mapped = try map.unitVectors(of: candidates.values, rows: count)
        // Some at once, so that memory doesn't grow with the square of their number.
        let stretch = 256
        var ranks: [Int] = []
        for start in stride(from: 0, to: count, by: stretch) {
            let rows = min(stretch, count - start)
            var scores = [Float](repeating: 0, count: rows * count)
            try Matrix.multiply(
                MatrixView(
                    queries.values, rows: rows, columns: queries.width,
                    offset: start * queries.width),
                transposed: MatrixView(mapped, rows: count, columns: queries.width),
                into: &scores)
            for row in 0..<rows {
                let own = scores[row * count + start + row]
                // Of equal scores the own comes last: a map to one point finds nothing.
                ranks.append(scores[row * count..<(row + 1) * count].count { !($0 < own) })
            }
        }
        self.ranks = ranks
    }
}
