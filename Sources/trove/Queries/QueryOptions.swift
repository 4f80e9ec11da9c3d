import ArgumentParser
import Encoding
import MediaTypes
import Retrieval

/// What to look for, and what not.
struct QueryOptions: ParsableArguments {
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "What to look for, in words. In one pair of quotes for the shell: -word and "
                + "-\"some words\" are not wanted, 2*word counts twice."))
    var text: [String] = []

    @Option(
        help: ArgumentHelp("A picture to look for.", valueName: "[weight*]file"),
        transform: WeightedArgument.init)
    var image: [WeightedArgument] = []

    @Option(
        help: ArgumentHelp("A sound to look for.", valueName: "[weight*]file"),
        transform: WeightedArgument.init)
    var audio: [WeightedArgument] = []

    @Option(
        help: ArgumentHelp(
            "A video or recording to look for, or a stretch of it: its picture and its sound.",
            valueName: "[weight*]file[@start-end]"),
        transform: VideoArgument.init)
    var video: [VideoArgument] = []

    @Option(
        help: ArgumentHelp(
            "An earlier result, to find more like it.", valueName: "[weight*]id"),
        transform: ResultArgument.init)
    var like: [ResultArgument] = []

    @Option(
        help: ArgumentHelp("A picture that is not wanted.", valueName: "[weight*]file"),
        transform: WeightedArgument.init)
    var withoutImage: [WeightedArgument] = []

    @Option(
        help: ArgumentHelp("A sound that is not wanted.", valueName: "[weight*]file"),
        transform: WeightedArgument.init)
    var withoutAudio: [WeightedArgument] = []

    @Option(
        help: ArgumentHelp(
            "A video, recording or stretch that is not wanted.",
            valueName: "[weight*]file[@start-end]"),
        transform: VideoArgument.init)
    var withoutVideo: [VideoArgument] = []

    @Option(
        help: ArgumentHelp("An earlier result that is not wanted.", valueName: "[weight*]id"),
        transform: ResultArgument.init)
    var unlike: [ResultArgument] = []

    func validate() throws {
        // Only a minus before a word is part of the query language.
        if let option = text.first(where: { $0.hasPrefix("--") && $0.count > 2 }) {
            throw ValidationError("Unknown option '\(option)'")
        }
        let hasFiles = !(image + audio + withoutImage + withoutAudio).isEmpty
        guard !isBlank || hasFiles || !(video + withoutVideo).isEmpty || !(like + unlike).isEmpty
        else {
            throw ValidationError(
                "Give something to look for: a text, --image, --audio, --video or --like.")
        }
    }

    private var isBlank: Bool { text.allSatisfy { $0.allSatisfy(\.isWhitespace) } }

    /// Whose encoders the query needs; none of them for earlier results alone.
    var modalities: Set<Modality> {
        var modalities: Set<Modality> = []
        if !isBlank { modalities.insert(.text) }
        let hasVideos = !(video + withoutVideo).isEmpty
        if hasVideos || !(image + withoutImage).isEmpty { modalities.insert(.image) }
        if hasVideos || !(audio + withoutAudio).isEmpty { modalities.insert(.audio) }
        return modalities
    }

    /// - Throws: `SearchError`, `QueryFileError`, and what the space and the catalog throw.
    func parts(in session: SearchSession) throws -> QueryParts {
        let space = session.space
        let parsed = try ParsedText(text.joined(separator: " "))
        var parts = QueryParts(words: parsed.words, phrases: parsed.phrases)
        parts.wanted += try parsed.wanted.map { try space.part(of: $0) }
        parts.wanted += try image.map { try space.part(ofImage: $0) }
        parts.wanted += try audio.map { try space.part(ofAudio: $0) }
        parts.wanted += try video.flatMap { try QueryVideo($0, in: space).parts(weight: $0.weight) }
        for result in like {
            let (part, asset) = try session.engine.part(like: result.id, weight: result.weight)
            parts.wanted.append(part)
            parts.excluded.insert(asset)
        }
        for text in parsed.unwanted {
            parts.exclude([try space.part(of: text)], named: text.text)
        }
        for file in withoutImage {
            parts.exclude([try space.part(ofImage: file)], named: file.value)
        }
        for file in withoutAudio {
            parts.exclude([try space.part(ofAudio: file)], named: file.value)
        }
        for file in withoutVideo {
            let unwanted = try QueryVideo(file, in: space).parts(weight: file.weight)
            parts.exclude(unwanted, named: file.path)
        }
        for result in unlike {
            let part = try session.engine.part(like: result.id, weight: result.weight).part
            parts.exclude([part], named: "result \(result.id)")
        }
        parts.text = parsed.wanted.map(\.text).joined(separator: " ")
        parts.files = (image.map(\.value) + audio.map(\.value) + video.map(\.path))
            .map(FilePath.absolute)
        return parts
    }
}

extension Space {
    fileprivate func part(of text: ParsedText.Part) throws -> Query.Part {
        try part(of: .text(text.text), weight: text.weight)
    }

    fileprivate func part(ofImage file: WeightedArgument) throws -> Query.Part {
        try part(of: QueryFile.image(file.value, for: self), weight: file.weight)
    }

    fileprivate func part(ofAudio file: WeightedArgument) throws -> Query.Part {
        try part(of: QueryFile.audio(file.value, for: self), weight: file.weight)
    }
}
