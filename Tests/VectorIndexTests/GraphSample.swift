import MediaTypes
import VectorIndex

/// Vectors in clusters, as embeddings lie, and what an exact search finds in them.
struct GraphSample {
    let dimension: Int
    let vectors: [(id: Int64, vector: Embedding)]

    init(dimension: Int, vectors: [(id: Int64, vector: Embedding)]) {
        self.dimension = dimension
        self.vectors = vectors
    }

    init(clusters: Int, count: Int, dimension: Int, seed: UInt64) {
        self.dimension = dimension
        let centres = RandomVectors.numbered(clusters, dimension: dimension, seed: seed)
        let noise = RandomVectors.numbered(count, dimension: dimension, seed: seed + 1000)
        vectors = noise.enumerated().map { number, noise in
            let centre = centres[number % clusters].vector
            return (noise.id, mixed(centre, noise.vector))
        }
    }

    var mean: [Float] { VectorMean.of(vectors.map(\.vector), dimension: dimension) }

    func builder(_ parameters: HNSWParameters = HNSWParameters()) throws -> HNSWBuilder {
        let builder = try HNSWBuilder(
            ids: vectors.map(\.id), mean: mean, space: "space", parameters: parameters)
        for (_, vector) in vectors { try builder.append(vector.values) }
        return builder
    }

    func index(
        _ parameters: HNSWParameters = HNSWParameters(), threads: Int = 2
    ) throws -> HNSWIndex {
        try builder(parameters).index(threads: threads)
    }

    func without(_ removed: IDSet) -> GraphSample {
        GraphSample(dimension: dimension, vectors: vectors.filter { !removed.contains($0.id) })
    }

    func query(_ seed: UInt64) -> Embedding {
        mixed(
            vectors[Int(seed * 7919) % vectors.count].vector,
            RandomVectors.unit(dimension, seed: 5000 + seed))
    }

    func recall(
        of index: some VectorIndex, among allowed: IDSet? = nil, queries count: Int
    ) throws -> Double {
        try recall(
            of: index, among: allowed, queries: (0..<UInt64(count)).map { query($0) })
    }

    /// The part of the ten nearest that are found; of equally near ones any will do.
    func recall(
        of index: some VectorIndex, among allowed: IDSet? = nil, queries: [Embedding]
    ) throws -> Double {
        var hits = 0
        var all = 0
        for query in queries {
            let scores = vectors.filter { allowed?.contains($0.id) ?? true }
                .map { ($0.id, dot($0.vector, query)) }.sorted { $0.1 > $1.1 }
            let exact = Dictionary(uniqueKeysWithValues: scores)
            let worst = scores.prefix(10).last?.1 ?? 0
            let found = try index.search(query, limit: 10, among: allowed)
            hits += found.count { exact[$0.id, default: -2] >= worst - 1e-4 }
            all += min(10, scores.count)
        }
        return all == 0 ? 1 : Double(hits) / Double(all)
    }
}

func dot(_ a: Embedding, _ b: Embedding) -> Float {
    var sum: Float = 0
    for index in a.values.indices { sum += a.values[index] * b.values[index] }
    return sum
}

private func mixed(_ a: Embedding, _ b: Embedding) -> Embedding {
    Embedding(normalizing: zip(a.values, b.values).map { $0 + 0.5 * $1 }) ?? a
}
