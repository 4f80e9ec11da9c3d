import Foundation

/// BERT's text normalisation and its first, coarse split into words.
///
/// Follows `BertNormalizer` and `BertPreTokenizer` of the reference implementation `tokenizers`.
struct BERTNormalizer: Sendable {
    let cleansText: Bool
    let separatesChinese: Bool
    let stripsAccents: Bool
    let lowercases: Bool

    /// Runs of letters, and every punctuation mark by itself.
    func words(of text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func finish() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for scalar in normalize(text) {
            if scalar.properties.isWhitespace {
                finish()
            } else if Self.isPunctuation(scalar) {
                finish()
                words.append(String(scalar))
            } else {
                word.append(scalar)
            }
        }
        finish()
        return words
    }

    private func normalize(_ text: String) -> String.UnicodeScalarView {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if cleansText {
                if scalar.value == 0 || scalar.value == 0xFFFD || Self.isControl(scalar) {
                    continue
                }
                if scalar.properties.isWhitespace {
                    scalars.append(" ")
                    continue
                }
            }
            if separatesChinese && Self.isChinese(scalar) {
                scalars.append(contentsOf: [" ", scalar, " "])
            } else {
                scalars.append(scalar)
            }
        }
        if stripsAccents {
            let decomposed = String(scalars).decomposedStringWithCanonicalMapping
            scalars = String.UnicodeScalarView()
            scalars.append(
                contentsOf: decomposed.unicodeScalars.filter {
                    $0.properties.generalCategory != .nonspacingMark
                })
        }
        guard lowercases else { return scalars }
        return String(scalars).lowercasedByScalar.unicodeScalars
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\t" || scalar == "\n" || scalar == "\r" { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        // All ASCII that is neither letter nor digit counts, also where Unicode calls it a symbol.
        switch scalar.value {
        case 33...47, 58...64, 91...96, 123...126: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
            0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            return true
        default: return false
        }
    }
}
