/// What a transformer layer of Gemma 4 is built of.
struct GemmaLayerShape: Sendable {
    let width, intermediateSize: Int
    let heads, keyHeads, headWidth: Int
    let epsilon: Float
    let layout: ClippedLinear.Layout
    /// How many rows before and after itself a row sees; nil for all.
    let reach: Int?
}
