import Testing

/// Values in -1…1 from a small linear congruential generator, the same everywhere.
func randomValues(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / Float(1 << 23) - 1
    }
}

/// Expects equal length and values that differ by rounding alone, measured against the largest.
func expectClose(
    _ values: [Float], _ expected: [Float], within tolerance: Float = 1e-4,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == expected.count, sourceLocation: sourceLocation)
    let worst = zip(values, expected).map { abs($0 - $1) }.max() ?? 0
    let largest = expected.map { abs($0) }.max() ?? 0
    #expect(worst <= tolerance * max(1, largest), sourceLocation: sourceLocation)
}
