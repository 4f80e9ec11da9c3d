import Foundation

/// Text from metadata, tidied and bounded: nobody knows who wrote it.
enum MetadataText {
    /// Characters of a caption, tag or subtitle; the rest is cut off.
    static let maxLength = 2000
    /// Captions or tags of a file; more are left out.
    static let maxCount = 200

    /// On one line, without control characters and space at its ends; nil when nothing is left.
    static func tidy(_ text: String) -> String? {
        let scalars = text.unicodeScalars.prefix(maxLength).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " " as Unicode.Scalar
            default: scalar
            }
        }
        let words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// UTF-8, or else Latin-1, up to the first zero byte.
    static func decode(_ bytes: some Collection<UInt8>) -> String? {
        let text = bytes.prefix { $0 != 0 }
        return tidy(
            String(validating: text, as: UTF8.self)
                ?? String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) })))
    }

    /// Each once, in their order.
    static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return Array(texts.filter { seen.insert($0).inserted }.prefix(maxCount))
    }

    /// "Canon" and "Canon EOS 5D" are "Canon EOS 5D".
    static func camera(make: String?, model: String?) -> String? {
        let make = make.flatMap(tidy)
        let model = model.flatMap(tidy)
        guard let make, let model else { return model ?? make }
        let brand = make.split(separator: " ").first ?? ""
        return model.lowercased().hasPrefix(brand.lowercased()) ? model : make + " " + model
    }
}
