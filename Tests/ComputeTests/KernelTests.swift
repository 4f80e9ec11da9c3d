import Compute
import Testing

/// Serialized, since the level is one for the whole process.
@Suite(.serialized) struct KernelTests {
    static func at(_ level: KernelLevel, _ body: () throws -> Void) rethrows {
        let before = KernelLevel.current
        defer { before.force() }
        #expect(level.force())
        #expect(KernelLevel.current == level)
        try body()
    }

    @Test func scalarIsAlwaysThere() {
        #expect(KernelLevel.supported.first == .scalar)
        #expect(KernelLevel.supported.contains(KernelLevel.current))
    }
}
