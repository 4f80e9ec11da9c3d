/// Pictures that are shrunk by averaging squares of pixels.
enum WholeReduction {
    private static let largest = 4096

    /// The largest whole factor that leaves the shorter side no less than `minimum`.
    static func factor(shortSide: Int, minimum: Int?) -> Int {
        guard let minimum, minimum > 0 else { return 1 }
        return min(max(1, shortSide / minimum), largest)
    }
}
