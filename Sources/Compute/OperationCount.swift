import Synchronization

/// How many floating-point operations this process has spent on products and convolutions, a
/// multiplication and an addition being two; for benchmarks.
public enum OperationCount {
    private static let total = Atomic<Int>(0)

    public static var current: Int { total.load(ordering: .relaxed) }

    static func add(_ operations: Int) { total.wrappingAdd(operations, ordering: .relaxed) }
}
