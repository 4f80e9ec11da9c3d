/// Where everything lies in an index file, and in memory while it is built: it follows from a few
/// numbers.
struct IndexLayout: Equatable {
    /// What these numbers are.
    struct Shape: Equatable {
        var dimension: Int
        var count: Int
        var parameters: HNSWParameters
        /// Nodes in every layer above the lowest.
        var layerSizes: [Int]
        /// Bytes.
        var spaceLength: Int
    }

    static let alignment = 64
    static let largestDimension = 65536
    /// Positions are kept in 31 bits.
    static let largestCount = Int(Int32.max)
    static let largestSpaceLength = 65536

    let shape: Shape
    let sections: [IndexSection: Range<Int>]
    let byteCount: Int

    /// - Throws: `VectorIndexError.tooLarge`.
    init(_ shape: Shape) throws(VectorIndexError) {
        guard (1...Self.largestDimension).contains(shape.dimension) else {
            throw .tooLarge(detail: "\(shape.dimension) dimensions")
        }
        guard (0...Self.largestCount).contains(shape.count) else {
            throw .tooLarge(detail: "\(shape.count) vectors")
        }
        guard (0...Self.largestSpaceLength).contains(shape.spaceLength),
            shape.layerSizes.allSatisfy({ (1...max(1, shape.count)).contains($0) }),
            shape.layerSizes.count < 64
        else { throw .tooLarge(detail: "the space's name, or the number of layers") }
        self.shape = shape
        var sections: [IndexSection: Range<Int>] = [:]
        var end = IndexHeader.byteCount
        for section in IndexSection.allCases {
            let start = try Self.aligned(end)
            let (size, overflow) = shape.byteCount(of: section)
            let (next, isTooFar) = start.addingReportingOverflow(size)
            guard !overflow, !isTooFar else { throw .tooLarge(detail: "\(section)") }
            sections[section] = start..<next
            end = next
        }
        self.sections = sections
        byteCount = try Self.aligned(end)
    }

    private static func aligned(_ offset: Int) throws(VectorIndexError) -> Int {
        let (sum, overflow) = offset.addingReportingOverflow(alignment - 1)
        guard !overflow else { throw .tooLarge(detail: "the file") }
        return sum / alignment * alignment
    }
}

extension IndexLayout.Shape {
    /// The upper layers' nodes together.
    var upperCount: Int { layerSizes.reduce(0, +) }

    func byteCount(of section: IndexSection) -> (Int, overflow: Bool) {
        let stride = Quantizer.stride(dimension: dimension)
        let (items, size) =
            switch section {
            case .space: (spaceLength, 1)
            case .mean: (dimension, 4)
            case .layerSizes: (layerSizes.count, 4)
            case .ids: (count, 8)
            case .order, .checks: (count, 4)
            case .factors: (count, 8)
            case .links: (count, 4 * parameters.degree(inLayer: 0))
            case .upperNodes, .upperBelow: (upperCount, 4)
            case .upperLinks: (upperCount, 4 * parameters.degree(inLayer: 1))
            case .lowCodes: (count, stride / 2)
            case .codes: (count, stride)
            }
        let (product, overflow) = items.multipliedReportingOverflow(by: size)
        return (product, overflow)
    }
}
