/// The parts of an index file, in their order; the numbers are those of the file.
enum IndexSection: UInt32, CaseIterable {
    /// The identity of the space, UTF-8.
    case space = 1
    /// Float of 32 bits a dimension: what all rows' codes are differences from.
    case mean = 2
    /// 32 bits for every layer above the lowest: how many nodes take part.
    case layerSizes = 3
    /// 64 bits a node, signed.
    case ids = 4
    /// 32 bits a node: the nodes in the ascending order of their ids.
    case order = 5
    /// Two floats of 32 bits a node: see `RowFactors`.
    case factors = 6
    /// 32 bits a node: the checksum of its id, factors and codes.
    case checks = 7
    /// 32 bits for each of the 2M links of a node in the lowest layer.
    case links = 8
    /// For the upper layers, one after the other from the lowest: 32 bits for a position's node…
    case upperNodes = 9
    /// …32 bits for its position in the layer below…
    case upperBelow = 10
    /// …and 32 bits for each of its M links.
    case upperLinks = 11
    /// The lower four bits of rows' values, half a byte each.
    case lowCodes = 12
    /// The upper eight bits of rows' values.
    case codes = 13

    /// Whether it is read as a whole when a file is opened; a row of the others is checked by its
    /// own checksum whenever it is proposed.
    var isCheckedOnOpening: Bool {
        switch self {
        case .space, .mean, .layerSizes, .ids, .order, .links, .upperNodes, .upperBelow,
            .upperLinks:
            true
        case .factors, .checks, .lowCodes, .codes: false
        }
    }
}
