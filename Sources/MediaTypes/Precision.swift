/// How the numbers of a network are held while it runs.
public enum Precision: String, Sendable, CaseIterable, Codable {
    /// 32-bit floating point.
    case f32
    /// Weights and activations rounded to 16 bits with the range of 32, sums in 32 bits.
    case bf16
    /// Weights rounded to 8 bits with a scale for each output, activations with a scale and an
    /// offset for each row, sums exact.
    case int8
}
