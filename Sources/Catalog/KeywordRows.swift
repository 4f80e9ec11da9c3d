import Foundation

/// The rows of one text that have some of a query's terms.
///
/// Telling which rows have a term is cheap, and ranking them is not: so rows are first told apart by
/// the terms that they have.
struct KeywordRows {
    /// A bit for each term.
    typealias Terms = UInt64

    /// By row.
    private(set) var terms: [Int64: Terms] = [:]
    /// What each term tells, by its number: BM25's inverse document frequency.
    private var weights: [(term: Int, weight: Double)] = []

    var isEmpty: Bool { terms.isEmpty }

    /// The numbers of the terms that rows were added with.
    var told: [Int] { weights.map(\.term) }

    /// - Parameter count: rows of the text, with and without the term.
    mutating func add(_ rows: [Int64], having term: Int, of count: Int) {
        let frequency = (Double(count - rows.count) + 0.5) / (Double(rows.count) + 0.5)
        // As FTS5 does it: a term that is nearly everywhere still counts for a little.
        weights.append((term, max(1e-6, log(frequency))))
        for row in rows { terms[row, default: 0] |= 1 << Terms(term) }
    }

    mutating func keep(_ isKept: (Int64) -> Bool) {
        terms = terms.filter { isKept($0.key) }
    }

    /// The rows whose terms tell most, in no order: those with the best terms, however many, and as
    /// long as they are no more than `count` together, those with the next best ones.
    func best(_ count: Int) -> [Int64] {
        guard terms.count > count else { return Array(terms.keys) }
        var sizes: [Terms: Int] = [:]
        for terms in terms.values { sizes[terms, default: 0] += 1 }
        var groups: [Double: (terms: Set<Terms>, size: Int)] = [:]
        for (terms, size) in sizes {
            let group = groups[weight(terms), default: ([], 0)]
            groups[weight(terms)] = (group.terms.union([terms]), group.size + size)
        }
        var chosen: Set<Terms> = []
        var taken = 0
        for (_, group) in groups.sorted(by: { $0.key > $1.key }) {
            guard taken == 0 || taken + group.size <= count else { break }
            chosen.formUnion(group.terms)
            taken += group.size
        }
        return terms.compactMap { chosen.contains($0.value) ? $0.key : nil }
    }

    private func weight(_ terms: Terms) -> Double {
        weights.reduce(0) { terms & 1 << Terms($1.term) == 0 ? $0 : $0 + $1.weight }
    }
}
