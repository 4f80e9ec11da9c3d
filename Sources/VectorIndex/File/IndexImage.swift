import Compute

/// An index in one piece of memory, which is a mapped file or becomes one: its tables, typed.
struct IndexImage: @unchecked Sendable {
    let layout: IndexLayout
    let bytes: UnsafeMutableRawBufferPointer
    let quantizer: Quantizer
    let ids: RowTable<Int64>
    /// Nodes, by ascending id.
    let order: RowTable<UInt32>
    let checks: RowTable<UInt32>
    let rows: QuantizedRows
    /// From the lowest up.
    let layers: [GraphLayer]
    /// Keeps the memory.
    private let owner: AnyObject

    var count: Int { layout.shape.count }
    var parameters: HNSWParameters { layout.shape.parameters }

    /// New memory for an index of this layout: without links, and with all else zero.
    init(_ layout: IndexLayout, mean: [Float], space: String) throws(VectorIndexError) {
        let memory = try AlignedMemory(byteCount: layout.byteCount)
        let bytes = memory.bytes
        let sizes = layout.shape.layerSizes.map(UInt32.init(truncatingIfNeeded:))
        mean.withUnsafeBytes { layout.bytes(of: .mean, in: bytes).copyMemory(from: $0) }
        Array(space.utf8).withUnsafeBytes {
            layout.bytes(of: .space, in: bytes).copyMemory(from: $0)
        }
        sizes.withUnsafeBytes { layout.bytes(of: .layerSizes, in: bytes).copyMemory(from: $0) }
        for section in [IndexSection.links, .upperLinks] {
            layout.bytes(of: section, in: bytes).initializeMemory(as: UInt8.self, repeating: 0xff)
        }
        self.init(layout, bytes, owner: memory)
    }

    /// - Precondition: `bytes` have the layout; `owner` keeps them.
    init(_ layout: IndexLayout, _ bytes: UnsafeMutableRawBufferPointer, owner: AnyObject) {
        precondition(bytes.count >= layout.byteCount, "memory for the whole layout")
        let shape = layout.shape
        func table<Element>(_ section: IndexSection, width: Int = 1) -> RowTable<Element> {
            RowTable(layout.bytes(of: section, in: bytes), width: width, rowCount: shape.count)
        }
        self.layout = layout
        self.bytes = bytes
        self.owner = owner
        let mean = layout.bytes(of: .mean, in: bytes).bindMemory(to: Float.self)
        quantizer = Quantizer(mean: Array(mean))
        ids = table(.ids)
        order = table(.order)
        checks = table(.checks)
        rows = QuantizedRows(
            codes: table(.codes, width: quantizer.stride),
            lowCodes: table(.lowCodes, width: quantizer.stride / 2), factors: table(.factors))
        let lowest = GraphLayer(
            nodes: nil, below: nil,
            links: table(.links, width: shape.parameters.degree(inLayer: 0)))
        layers = [lowest] + Self.upperLayers(layout, bytes)
    }

    private static func upperLayers(
        _ layout: IndexLayout, _ bytes: UnsafeMutableRawBufferPointer
    ) -> [GraphLayer] {
        var first = 0
        return layout.shape.layerSizes.map { size in
            defer { first += size }
            func table(_ section: IndexSection, width: Int = 1) -> RowTable<UInt32> {
                let rowBytes = 4 * width
                let all = layout.bytes(of: section, in: bytes)
                let own = all[(first * rowBytes)..<((first + size) * rowBytes)]
                return RowTable(
                    UnsafeMutableRawBufferPointer(rebasing: own), width: width, rowCount: size)
            }
            return GraphLayer(
                nodes: table(.upperNodes), below: table(.upperBelow),
                links: table(.upperLinks, width: layout.shape.parameters.degree(inLayer: 1)))
        }
    }

    /// Asks for what a score by all bits needs, ahead of its use.
    func prefetch(_ node: Int) {
        rows.prefetchLowCodes(node)
        QuantizedProduct.prefetch(ids.address(node))
        QuantizedProduct.prefetch(checks.address(node))
    }

    /// The node that an id belongs to.
    func node(of id: Int64) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if ids[Int(order[middle])] < id { low = middle + 1 } else { high = middle }
        }
        guard low < count else { return nil }
        let node = Int(order[low])
        return ids[node] == id ? node : nil
    }
}

extension IndexLayout {
    /// A section of memory that has this layout.
    func bytes(
        of section: IndexSection, in bytes: UnsafeMutableRawBufferPointer
    ) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: bytes[sections[section, default: 0..<0]])
    }
}
