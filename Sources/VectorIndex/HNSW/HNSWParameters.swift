/// How a graph is built; the names are those of Malkov and Yashunin, "Efficient and robust
/// approximate nearest neighbor search using Hierarchical Navigable Small World graphs" (2016).
public struct HNSWParameters: Sendable, Equatable {
    /// Links a node has in the upper layers at most, and half of those in the lowest: 2…256.
    public let m: Int
    /// Nodes that a new one's neighbours are chosen among.
    public let efConstruction: Int
    /// Decides, with a vector's id, in how many layers it takes part.
    public let seed: UInt64

    /// - Precondition: `m` is 2…256 and `efConstruction` 1…65,536.
    public init(m: Int = 16, efConstruction: Int = 200, seed: UInt64 = 0x7472_6F76_65) {
        precondition(Self.isValid(m: m, efConstruction: efConstruction), "m is 2…256")
        self.m = m
        self.efConstruction = efConstruction
        self.seed = seed
    }

    static func isValid(m: Int, efConstruction: Int) -> Bool {
        (2...256).contains(m) && (1...65536).contains(efConstruction)
    }

    /// Links a node has in a layer at most.
    func degree(inLayer layer: Int) -> Int { layer == 0 ? 2 * m : m }
}
