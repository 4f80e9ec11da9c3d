import Encoding
import MediaTypes
import Retrieval

/// The parts of a query as the command line gives them.
struct QueryArguments {
    private let text: String?
    private let image: String?
    private let audio: String?

    /// - Parameters:
    ///   - text: words.
    ///   - image: the path of a picture.
    ///   - audio: the path of a sound.
    init(text: [String], image: String?, audio: String?) {
        let words = text.joined(separator: " ")
        self.text = words.allSatisfy(\.isWhitespace) ? nil : words
        self.image = image
        self.audio = audio
    }

    var isEmpty: Bool { modalities.isEmpty }

    var modalities: Set<Modality> {
        var modalities: Set<Modality> = []
        if text != nil { modalities.insert(.text) }
        if image != nil { modalities.insert(.image) }
        if audio != nil { modalities.insert(.audio) }
        return modalities
    }

    func parts(in space: Space) throws -> [Query.Part] {
        var inputs: [QueryInput] = []
        if let text { inputs.append(.text(text)) }
        if let image { inputs.append(try QueryFile.image(image, for: space)) }
        if let audio { inputs.append(try QueryFile.audio(audio, for: space)) }
        return try inputs.map { try space.part(of: $0) }
    }
}
