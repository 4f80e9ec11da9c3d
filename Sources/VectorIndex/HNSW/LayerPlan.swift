import Foundation

/// Which nodes take part in which layer of a graph.
///
/// A node's highest layer follows from the seed and its id alone, so that it depends neither on the
/// order of adding nor on which threads do it.
struct LayerPlan {
    /// For every layer above the lowest, its nodes in ascending order.
    private(set) var upper: [[UInt32]] = []

    /// More would be a layer of less than one node, whatever a graph's size.
    private static let highest = 16

    init(ids: [Int64], parameters: HNSWParameters) {
        let factor = 1 / log(Double(parameters.m))
        for (node, id) in ids.enumerated() {
            let uniform = Self.uniform(id, seed: parameters.seed)
            let top = min(Self.highest, Int(-log(uniform) * factor))
            while upper.count < top { upper.append([]) }
            for layer in 0..<top { upper[layer].append(UInt32(node)) }
        }
    }

    /// In (0, 1], by the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    private static func uniform(_ id: Int64, seed: UInt64) -> Double {
        var bits = seed &+ UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return Double(bits >> 11 + 1) * 0x1p-53
    }

    /// Writes the nodes of a graph's layers, and where they lie in the layers below.
    /// - Precondition: the layers have these sizes.
    func write(to layers: [GraphLayer]) {
        for (number, nodes) in upper.enumerated() {
            let layer = layers[number + 1]
            var lower = 0
            for (position, node) in nodes.enumerated() {
                layer.nodes?[position] = node
                if number > 0 {
                    while upper[number - 1][lower] != node { lower += 1 }
                } else {
                    lower = Int(node)
                }
                layer.below?[position] = UInt32(lower)
            }
        }
    }
}
