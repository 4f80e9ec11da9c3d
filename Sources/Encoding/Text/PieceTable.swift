/// Pieces in the order of their bytes, to find all that a text begins with.
struct PieceTable: Sendable {
    private let bytes: [UInt8]
    /// Where each piece begins in `bytes`, and where the last one ends.
    private let starts: [Int]
    private let ids: [Int]

    /// Of two equal pieces, the one with the smaller id counts.
    init(_ pieces: [(bytes: [UInt8], id: Int)]) {
        let sorted = pieces.filter { !$0.bytes.isEmpty }.sorted {
            $0.bytes == $1.bytes
                ? $0.id < $1.id : $0.bytes.lexicographicallyPrecedes($1.bytes)
        }
        var bytes: [UInt8] = []
        var starts = [0]
        var ids: [Int] = []
        for (index, piece) in sorted.enumerated()
        where index == 0 || sorted[index - 1].bytes != piece.bytes {
            bytes += piece.bytes
            starts.append(bytes.count)
            ids.append(piece.id)
        }
        self.bytes = bytes
        self.starts = starts
        self.ids = ids
    }

    /// - Parameter body: gets the length in bytes and the id, the shortest piece first.
    func forEachPrefix(of text: ArraySlice<UInt8>, _ body: (_ length: Int, _ id: Int) -> Void) {
        var candidates = ids.startIndex..<ids.endIndex
        for (depth, byte) in text.enumerated() {
            // What is as long as the text until here comes first among those that begin with it.
            let low = first(in: candidates, at: depth) { $0 >= byte }
            let high = first(in: low..<candidates.upperBound, at: depth) { $0 > byte }
            guard low < high else { return }
            candidates = low..<high
            if starts[low + 1] - starts[low] == depth + 1 { body(depth + 1, ids[low]) }
        }
    }

    /// The first of these pieces whose byte at `depth` fulfils a condition; pieces that are shorter
    /// come before all others.
    private func first(
        in pieces: Range<Int>, at depth: Int, where isMet: (UInt8) -> Bool
    ) -> Int {
        var (low, high) = (pieces.lowerBound, pieces.upperBound)
        while low < high {
            let middle = (low + high) / 2
            let place = starts[middle] + depth
            if place < starts[middle + 1], isMet(bytes[place]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
