import TestSupport
import Testing

@testable import Retrieval

@Suite struct ParsedTextTests {
    private typealias Part = ParsedText.Part

    private func wanted(_ text: String) throws -> [Part] { try ParsedText(text).wanted }
    private func unwanted(_ text: String) throws -> [Part] { try ParsedText(text).unwanted }

    @Test func wordsStayTogether() throws {
        let parsed = try ParsedText("  two dogs,\tlooking out of a window ")
        #expect(parsed.wanted == [Part(text: "two dogs, looking out of a window", weight: 1)])
        #expect(parsed.unwanted.isEmpty && parsed.phrases.isEmpty)
        #expect(parsed.words == ["two", "dogs", "looking", "out", "of", "a", "window"])
    }

    @Test func minusMakesAWordUnwanted() throws {
        let parsed = try ParsedText("beach -people sunset -2*boats")
        #expect(parsed.wanted == [Part(text: "beach sunset", weight: 1)])
        #expect(
            parsed.unwanted == [Part(text: "people", weight: 1), Part(text: "boats", weight: 2)])
        #expect(parsed.words == ["beach", "sunset"])
        #expect(try unwanted("2*-boats") == [Part(text: "boats", weight: 2)])
    }

    @Test(arguments: [#"-"red car""#, "-“red  car”", "-„red car“"])
    func phraseMayBeUnwanted(text: String) throws {
        let parsed = try ParsedText("street " + text)
        #expect(parsed.unwanted == [Part(text: "red car", weight: 1)])
        #expect(parsed.phrases.isEmpty && parsed.words == ["street"])
    }

    @Test(arguments: ["well-known", "a - b", "-", "dog -", "--", "-- dog", "a -> b-", ":-)", "-)"])
    func otherHyphensAreText(text: String) throws {
        #expect(try !wanted(text).isEmpty)
        if !text.contains(">") { #expect(try unwanted(text).isEmpty) }
    }

    @Test func weightsMakePartsOfTheirOwn() throws {
        let parsed = try ParsedText(#"2*dog in the snow 0.5*"red car""#)
        #expect(
            parsed.wanted == [
                Part(text: "in the snow", weight: 1), Part(text: "dog", weight: 2),
                Part(text: "red car", weight: 0.5),
            ])
        #expect(parsed.words == ["dog", "in", "the", "snow", "red", "car"])
        #expect(parsed.phrases == ["red car"])
    }

    @Test(arguments: ["2*", "*dog", "2 * dog", "1.2.3*dog", "x*y", "1e2*dog", ".*dog"])
    func otherStarsAreText(text: String) throws {
        #expect(try wanted(text) == [Part(text: text, weight: 1)])
    }

    @Test(arguments: [("0*dog", "0"), ("100.5*dog", "100.5"), ("a -0.0*dog", "0.0")])
    func weightsHaveARange(text: String, weight: String) {
        #expect(throws: SearchError.weightOutOfRange(weight)) { try ParsedText(text) }
    }

    @Test func phrasesAreMeaningAndKeywords() throws {
        let parsed = try ParsedText("a “golden  retriever” at \"Lake Como\"")
        #expect(parsed.wanted == [Part(text: "a golden retriever at Lake Como", weight: 1)])
        #expect(parsed.phrases == ["golden retriever", "Lake Como"])
        #expect(parsed.words == ["a", "golden", "retriever", "at", "Lake", "Como"])
    }

    @Test(arguments: [(#"a "red car"#, 3), (#"red car""#, 8), ("“", 1), (#"-"people"#, 2)])
    func unbalancedQuoteIsPlaced(text: String, position: Int) {
        #expect(throws: SearchError.unbalancedQuote(position: position)) { try ParsedText(text) }
    }

    @Test(arguments: ["", "  \n", #""""#, #"-"" 2*"  ""#])
    func nothingIsNothing(text: String) throws {
        let parsed = try ParsedText(text)
        #expect(parsed.wanted.isEmpty && parsed.unwanted.isEmpty && parsed.words.isEmpty)
    }

    /// Whatever is typed: no crash, no empty part, and no wanted word lost.
    @Test func anyTextIsReadOrRefused() throws {
        var generator = SeededGenerator(seed: 4)
        let alphabet: [Character] =
            Array(#"ab1 2.0*-"“”„\#t'😀é)"#) + ["\u{301}", "\r\n", "\u{0}"]
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...24, using: &generator)
            let text = String(
                (0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
            guard let parsed = try? ParsedText(text) else { continue }
            for part in parsed.wanted + parsed.unwanted {
                #expect(!part.text.isEmpty && part.weight > 0 && part.weight <= 100, "\(text)")
            }
            let all = parsed.wanted.map(\.text).joined(separator: " ")
            #expect(parsed.words.allSatisfy(all.contains), "\(text)")
            #expect(parsed.phrases.allSatisfy(all.contains), "\(text)")
            let counted = (parsed.wanted + parsed.unwanted).joinedLetters
            #expect(counted.isSubset(of: Set(text)), "\(text)")
        }
    }

    @Test func plainWordsComeBackAsTheyAre() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let words = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                String((0..<4).compactMap { _ in "abcé京".randomElement(using: &generator) })
            }
            let parsed = try ParsedText(words.joined(separator: " "))
            #expect(parsed.words == words)
            #expect(parsed.wanted.map(\.text) == [words.joined(separator: " ")])
        }
    }

    /// A quadratic reader would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["-1*", "1*a ", #""a" "#, "a", #""""#, "9", "-a ", "1.", "“a"])
    func longTextsTakeLinearTime(piece: String) {
        _ = try? ParsedText(String(repeating: piece, count: 100_000))
    }
}

extension [ParsedText.Part] {
    fileprivate var joinedLetters: Set<Character> {
        Set(map(\.text).joined().filter { $0.isLetter })
    }
}
