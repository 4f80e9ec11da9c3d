/// What SigLIP takes away from a text before it is cut into pieces.
///
/// As `transformers.SiglipTokenizer.canonicalize_text`: lower case, no ASCII punctuation, white space
/// as single spaces and none around the text.
enum SigLIPText {
    static func canonical(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var hasSpace = false
        for scalar in lowercased(text) where !isPunctuation(scalar) {
            if isSpace(scalar) {
                hasSpace = true
                continue
            }
            if hasSpace, !result.isEmpty { result.append(" ") }
            hasSpace = false
            result.append(scalar)
        }
        return String(result)
    }

    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// As Python's `str.isspace`.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    /// As Python's `str.lower`, by which a sigma that ends a word has its own form.
    private static func lowercased(_ text: String) -> [Unicode.Scalar] {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.flatMap { index -> [Unicode.Scalar] in
            guard scalars[index] == "Σ" else {
                return Array(scalars[index].properties.lowercaseMapping.unicodeScalars)
            }
            let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
            let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
            let isFinal =
                before?.properties.isCased == true && after?.properties.isCased != true
            return [isFinal ? "ς" : "σ"]
        }
    }
}
