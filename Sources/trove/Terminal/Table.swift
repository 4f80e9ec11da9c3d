/// Rows in aligned columns, two spaces apart.
struct Table {
    enum Alignment { case left, right }

    let alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ alignments: [Alignment]) {
        self.alignments = alignments
    }

    /// - Parameter row: a cell a column.
    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    /// The lines, without spaces at their ends.
    /// - Parameter style: emphasises the cell of a row and column after it got its width.
    func lines(style: (_ column: Int, _ cell: String) -> String = { $1 }) -> [String] {
        let widths = alignments.indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let last = row.lastIndex { !$0.isEmpty } ?? -1
            return row.indices.prefix(last + 1).map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                let cell = style(column, row[column])
                switch alignments[column] {
                case .left: return column == last ? cell : cell + padding
                case .right: return padding + cell
                }
            }.joined(separator: "  ")
        }
    }
}
