import Compute

/// Attention of several sequences at once, whose rows lie one after the other: the layers before and
/// after it read all rows together, and each row attends to those of its own sequence.
extension SelfAttention {
    /// Adds to states what attention gives for them.
    ///
    /// - Parameters:
    ///   - states: rows × width.
    ///   - sequences: of which rows each consists, one after the other and together all.
    ///   - norm: is applied to the states that it reads.
    func add(
        to states: inout [Float], sequences: [Range<Int>], normalizedBy norm: LayerNorm? = nil
    ) throws {
        guard let rows = sequences.last?.upperBound else { return }
        let width = query.outputs
        try Workspace.borrow { workspace in
            try projectInputs(states, rows: rows, normalizedBy: norm, in: workspace)
            try attend(
                in: workspace, queries: sequences, at: (stride: 3 * width, offset: 0),
                keys: sequences, at: (stride: 3 * width, offset: width))
            try projectContext(of: workspace, rows: rows, addingTo: &states)
        }
    }

    /// Adds to a single row of each sequence what attention gives for it.
    ///
    /// - Parameters:
    ///   - rows: one row a sequence × width; a causal network's are the sequences' last.
    ///   - states: rows of all sequences × width.
    func add(
        toRows rows: inout [Float], of states: [Float], sequences: [Range<Int>],
        normalizedBy norm: LayerNorm? = nil
    ) throws {
        guard let count = sequences.last?.upperBound else { return }
        let width = query.outputs
        try Workspace.borrow { workspace in
            try workspace.pack(
                MatrixView(states, rows: count, columns: key.inputs),
                precision: key.precision, normalizedBy: norm?.normalization)
            let queryOffset = 2 * width * count
            Workspace.reserve(
                queryOffset + sequences.count * width, in: &workspace.projections)
            for (place, layer) in [key, value].enumerated() {
                try workspace.multiply(
                    by: layer, into: &workspace.projections, stride: 2 * width,
                    offset: place * width)
            }
            try workspace.pack(
                MatrixView(rows, rows: sequences.count, columns: query.inputs),
                precision: query.precision, normalizedBy: norm?.normalization)
            try workspace.multiply(by: query, into: &workspace.projections, offset: queryOffset)
            try attend(
                in: workspace, queries: sequences.indices.map { $0..<$0 + 1 },
                at: (stride: width, offset: queryOffset), keys: sequences,
                at: (stride: 2 * width, offset: 0))
            try projectContext(of: workspace, rows: sequences.count, addingTo: &rows)
        }
    }

    /// Where rows lie in a workspace's projections; values are a width behind their keys.
    private typealias Place = (stride: Int, offset: Int)

    private func attend(
        in workspace: Workspace, queries: [Range<Int>], at queryPlace: Place, keys: [Range<Int>],
        at keyPlace: Place
    ) throws {
        let width = query.outputs
        let headWidth = width / heads
        Workspace.reserve((queries.last?.upperBound ?? 0) * width, in: &workspace.context)
        for (queryRows, keyRows) in zip(queries, keys) {
            for head in 0..<heads {
                func view(_ rows: Range<Int>, _ place: Place, _ column: Int) -> MatrixView {
                    MatrixView(
                        workspace.projections, rows: rows.count, columns: headWidth,
                        stride: place.stride,
                        offset: rows.lowerBound * place.stride + place.offset + column
                            + head * headWidth)
                }
                try workspace.attend(
                    queries: view(queryRows, queryPlace, 0), keys: view(keyRows, keyPlace, 0),
                    values: view(keyRows, keyPlace, width),
                    scale: 1 / Float(headWidth).squareRoot(),
                    isCausal: isCausal && queryRows.count > 1, into: &workspace.context,
                    stride: width, offset: queryRows.lowerBound * width + head * headWidth)
            }
        }
    }
}
