/// Looks for what a search must not follow: links, positions and nodes that are not there, ids out
/// of order.
///
/// A checksum tells accidents; this tells files that were made so.
struct IndexImageValidator {
    private let image: IndexImage

    init(_ image: IndexImage) {
        self.image = image
    }

    /// The first fault that is found, in words; nil for a sound image.
    func fault() -> String? {
        if let fault = orderFault() { return fault }
        for (number, layer) in image.layers.enumerated() {
            if let fault = linkFault(layer, number) { return fault }
            if number > 0, let fault = layerFault(layer, above: image.layers[number - 1], number) {
                return fault
            }
        }
        return image.quantizer.mean.allSatisfy(\.isFinite) ? nil : "its mean is not finite"
    }

    private func orderFault() -> String? {
        var last: Int64?
        for node in image.order.elements {
            guard node < image.count else { return "there is no node \(node) to order" }
            let id = image.ids[Int(node)]
            if let last, last >= id { return "the ids are not in order at \(id)" }
            last = id
        }
        return nil
    }

    private func linkFault(_ layer: GraphLayer, _ number: Int) -> String? {
        for position in 0..<layer.count {
            var hasEnded = false
            for link in layer.links.row(position) {
                if link == GraphLayer.unlinked {
                    hasEnded = true
                } else if hasEnded || link >= layer.count {
                    return "layer \(number) links \(position) to \(link)"
                }
            }
        }
        return nil
    }

    private func layerFault(_ layer: GraphLayer, above lower: GraphLayer, _ number: Int) -> String?
    {
        guard let nodes = layer.nodes, let below = layer.below else { return nil }
        for position in 0..<layer.count {
            let node = nodes[position]
            guard node < image.count, position == 0 || nodes[position - 1] < node,
                below[position] < lower.count, lower.node(below[position]) == node
            else { return "layer \(number) has no node \(node) at \(position)" }
        }
        return nil
    }
}
