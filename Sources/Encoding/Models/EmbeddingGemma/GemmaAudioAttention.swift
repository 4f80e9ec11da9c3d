import Compute
import Foundation

/// Attention of the sound tower: each row sees a few before it, by what they hold and by how far
/// away they are.
///
/// Reference: `Gemma4AudioAttention` and `Gemma4AudioRelPositionalEncoding`, without the blocks in
/// which they compute it.
struct GemmaAudioAttention: Sendable {
    private let query, key, value, output: ClippedLinear
    private let attention: LocalAttention
    /// Keys of the distances, as `LocalAttention` wants them.
    private let relative: [Float]
    /// What each column of a head's queries is multiplied by.
    private let queryScales: [Float]
    private let keyScale: Float

    init(
        prefix: String, configuration: EmbeddingGemmaConfiguration.Audio, weights: Checkpoint
    ) throws {
        let width = configuration.width
        func square(_ name: String) throws -> ClippedLinear {
            try ClippedLinear(
                "\(prefix).\(name)", inputs: width, outputs: width,
                layout: .nested(isClipped: configuration.isClipped), weights: weights)
        }
        query = try square("q_proj")
        key = try square("k_proj")
        value = try square("v_proj")
        output = try square("post")
        let sizes = configuration.attention
        let headWidth = width / configuration.heads
        // The reference counts the row itself to its left, and takes both ends for outside.
        let (past, future) = (sizes.left - 2, max(0, sizes.right - 1))
        attention = try LocalAttention(
            heads: configuration.heads, headWidth: headWidth, past: past, future: future,
            cap: sizes.cap)
        let distances = Self.distances(past: past, future: future, sizes: sizes)
        let keys = try weights.linear(
            prefix + ".relative_k_proj", inputs: width, outputs: width, isBiased: false,
            precision: .f32)(
                distances.flatMap { Self.encoding(of: $0 ?? 0, width: width) },
                rows: distances.count)
        relative = distances.enumerated().flatMap { index, distance in
            distance == nil
                ? [Float](repeating: 0, count: width)
                : Array(keys[index * width..<(index + 1) * width])
        }
        queryScales = try weights.tensor(prefix + ".per_dim_scale", shape: [headWidth]).map {
            Float(log1p(exp(Double($0))) / (Double(headWidth).squareRoot() * log(2)))
        }
        keyScale = Float(log(1 + M_E) / log(2))
    }

    /// What stands for the distance of each row that is seen, the earliest first; nil where the
    /// reference has nothing.
    private static func distances(
        past: Int, future: Int, sizes: EmbeddingGemmaConfiguration.Audio.Attention
    ) -> [Int?] {
        let farthest = (sizes.block + sizes.left - 1 + sizes.right) / 2
        return (0...past + future).map { offset in
            let place = sizes.left - 1 - (past - offset)
            return place <= farthest ? farthest - place : nil
        }
    }

    /// Sines, then cosines, of a distance at frequencies from 1 to 1/10000.
    private static func encoding(of distance: Int, width: Int) -> [Float] {
        let count = width / 2
        let step = log(10_000) / Double(max(1, count - 1))
        let angles = (0..<count).map { Float(distance) * Float(exp(Double($0) * -step)) }
        return angles.map { sinf($0) } + angles.map { cosf($0) }
    }

    /// - Parameter states: rows × width.
    func callAsFunction(_ states: [Float], rows: Int) throws -> [Float] {
        var queries = try query(states, rows: rows)
        for index in queries.indices { queries[index] *= queryScales[index % queryScales.count] }
        var keys = try key(states, rows: rows)
        for index in keys.indices { keys[index] *= keyScale }
        let context = try attention(
            queries: queries, keys: keys, values: value(states, rows: rows), relative: relative)
        return try output(context, rows: rows)
    }
}
