import Foundation

/// A picture in SVG, made of rectangles and words (https://www.w3.org/TR/SVG11/).
struct SVGDrawing {
    /// A rectangle with its upper left corner; pixels.
    struct Rectangle {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
    }

    enum Anchor: String {
        case start
        case end
    }

    private var elements: [String] = []

    /// Rectangles of one colour, as one element.
    ///
    /// - Parameter colour: as CSS has it.
    mutating func fill(_ rectangles: [Rectangle], _ colour: String) {
        guard !rectangles.isEmpty else { return }
        let path = rectangles.map {
            "M\(Self.number($0.x)) \(Self.number($0.y))h\(Self.number($0.width))"
                + "v\(Self.number($0.height))h\(Self.number(-$0.width))z"
        }.joined()
        elements.append("<path fill=\"\(colour)\" d=\"\(path)\"/>")
    }

    /// - Parameters:
    ///   - words: may hold any characters.
    ///   - y: of the line that letters stand on.
    mutating func write(_ words: String, x: Double, y: Double, _ anchor: Anchor = .start) {
        let words = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        elements.append(
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "text-anchor=\"\(anchor.rawValue)\">\(words)</text>")
    }

    /// The file's text.
    func text(width: Double, height: Double) -> String {
        let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" \(size) font-family="sans-serif" font-size="13">
            <rect \(size) fill="white"/>
            \(elements.joined(separator: "\n"))
            </svg>

            """
    }

    /// As short as a tenth of a pixel allows, whatever the locale.
    private static func number(_ value: Double) -> String {
        let tenths = Int((10 * value).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
