import Foundation

/// The texts that a bridge is fitted on and tried with: what can be seen and heard, and where.
///
/// They are put together from `vocabulary.json`, own work under CC0-1.0, always the same.
public struct BridgeCorpus: Sendable {
    public struct Text: Sendable, Equatable {
        public let text: String
        /// Texts about one subject have the same number; they belong to the same half.
        public let subject: Int

        public init(_ text: String, subject: Int) {
            self.text = text
            self.subject = subject
        }
    }

    public let texts: [Text]

    /// Of texts that are equal, the first counts.
    public init(_ texts: [Text]) {
        var seen: Set<String> = []
        self.texts = texts.filter { seen.insert($0.text).inserted }
    }

    /// The corpus that comes with the program.
    public static func standard() throws -> BridgeCorpus {
        let vocabulary = try JSONDecoder().decode(
            Vocabulary.self, from: Data(PackageResources.vocabulary_json))
        return BridgeCorpus(vocabulary.texts())
    }
}

/// Subjects that can be heard and seen, and what sentences about them are made of.
private struct Vocabulary: Decodable {
    struct Group: Decodable {
        let places: [String]
        let subjects: [Subject]
    }

    struct Subject: Decodable {
        let name: String
        let sounds: [String]
    }

    let circumstances, backgrounds, lights: [String]
    let groups: [Group]

    func texts() -> [BridgeCorpus.Text] {
        var texts: [BridgeCorpus.Text] = []
        var number = 0
        for group in groups {
            for subject in group.subjects {
                texts += sentences(about: subject, number: number, places: group.places)
                    .map { BridgeCorpus.Text($0, subject: number) }
                number += 1
            }
        }
        return texts
    }

    /// Which of a list's words a subject gets goes round with its number, so that all of them are
    /// used about equally often.
    private func sentences(about subject: Subject, number: Int, places: [String]) -> [String] {
        func some(_ count: Int, of words: [String], from first: Int) -> [String] {
            (0..<count).map { words[(first + $0) % words.count] }
        }
        let name = subject.name
        var sentences = [name, "a photo of \(name)"]
        sentences += some(4, of: places, from: number).map { "a photo of \(name) \($0)" }
        sentences += some(3, of: lights, from: number).map { "a picture of \(name) \($0)" }
        for (turn, sound) in subject.sounds.enumerated() {
            let start = number + 2 * turn
            sentences += ["\(name) \(sound)", "the sound of \(name) \(sound)"]
            sentences += some(3, of: places, from: start).map { "\(name) \(sound) \($0)" }
            sentences += some(3, of: circumstances, from: start).map {
                "a recording of \(name) \(sound), \($0)"
            }
            sentences += some(3, of: backgrounds, from: start).map {
                "\(name) \(sound) while \($0)"
            }
        }
        return sentences
    }
}
