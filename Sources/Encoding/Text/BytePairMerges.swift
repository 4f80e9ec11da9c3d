/// The merges of byte-pair encoding: which two neighbouring tokens become one, the earlier the rule
/// the sooner.
///
/// "Neural Machine Translation of Rare Words with Subword Units" (Sennrich et al., 2016); the order
/// of merges is that of the reference implementation `tokenizers`.
struct BytePairMerges: Sendable {
    struct Pair: Sendable, Hashable {
        let left, right: Int
    }

    struct Rule: Sendable {
        let rank, result: Int
    }

    let rules: [Pair: Rule]

    /// - Parameters:
    ///   - merges: of tokens, the first to be done first; of two equal ones the later counts, as in
    ///     the reference.
    ///   - id: of a token by its name.
    init(_ merges: [(String, String)], id: (String) throws -> Int) rethrows {
        var rules: [Pair: Rule] = [:]
        rules.reserveCapacity(merges.count)
        for (rank, (left, right)) in merges.enumerated() {
            rules[Pair(left: try id(left), right: try id(right))] =
                Rule(rank: rank, result: try id(left + right))
        }
        self.rules = rules
    }

    /// The two tokens of a line with a space between them.
    static func pair(_ line: some StringProtocol) -> (String, String)? {
        let tokens = line.split(separator: " ", omittingEmptySubsequences: false)
        guard tokens.count == 2, !tokens.contains(where: \.isEmpty) else { return nil }
        return (String(tokens[0]), String(tokens[1]))
    }

    /// A merge that may be possible: the rule's rank first, then the place.
    private struct Candidate: Comparable {
        let rank, place: Int
        let pair: Pair
        let result: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.rank, left.place) < (right.rank, right.place)
        }
    }

    /// Merges neighbours until no rule applies; takes n log n steps for n tokens.
    func apply(to tokens: [Int]) -> [Int] {
        var tokens = tokens.map(Optional.some)
        var next = Array(1...max(1, tokens.count))
        var previous = Array(-1..<max(0, tokens.count - 1))
        var candidates = PriorityQueue<Candidate>()
        func propose(_ place: Int) {
            guard place >= 0, next[place] < tokens.count, let left = tokens[place],
                let right = tokens[next[place]]
            else { return }
            let pair = Pair(left: left, right: right)
            guard let rule = rules[pair] else { return }
            candidates.insert(
                Candidate(rank: rule.rank, place: place, pair: pair, result: rule.result))
        }
        for place in tokens.indices { propose(place) }
        while let candidate = candidates.removeFirst() {
            let place = candidate.place
            let neighbour = next[place]
            // An earlier merge may have taken either of the two.
            guard tokens[place] == candidate.pair.left, neighbour < tokens.count,
                tokens[neighbour] == candidate.pair.right
            else { continue }
            tokens[place] = candidate.result
            tokens[neighbour] = nil
            next[place] = next[neighbour]
            if next[place] < tokens.count { previous[next[place]] = place }
            propose(previous[place])
            propose(place)
        }
        return tokens.compactMap { $0 }
    }
}
