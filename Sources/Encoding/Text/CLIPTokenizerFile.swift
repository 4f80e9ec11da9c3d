/// What CLIP's tokenizer reads from a folder: `tokenizer.json`, or `vocab.json` and `merges.txt`
/// where there is none.
struct CLIPTokenizerFile {
    static let start = "<|startoftext|>"
    static let end = "<|endoftext|>"

    let vocabulary: BytePairVocabulary
    let unknownToken: String
    let addedTokens: [AddedToken]
    let startToken, endToken: Int
    /// Whether the splitter too cuts out start and end, as `transformers` 5 has it.
    let dividesAtMarkers: Bool

    init(directory: String) throws {
        let paths = BytePairVocabulary.fileNames(in: directory).map { directory + "/" + $0 }
        if paths.count == 1 {
            try self.init(serialized: paths[0])
        } else {
            try self.init(BytePairVocabulary(vocabulary: paths[0], merges: paths[1]))
        }
    }

    private init(_ vocabulary: BytePairVocabulary) throws {
        self.vocabulary = vocabulary
        unknownToken = Self.end
        addedTokens = try [Self.start, Self.end].map {
            AddedToken(id: try vocabulary.id(of: $0), content: $0)
        }
        (startToken, endToken) = (addedTokens[0].id, addedTokens[1].id)
        dividesAtMarkers = true
    }

    private init(serialized path: String) throws {
        let require = TokenizerRequirement(path: path, owner: "CLIP")
        let sections = try BytePairSections(path: path)
        let file: BytePairTokenizerFile = try JSONFile.decode(sections.rest, path: path)
        let normalizers = file.normalizer?.normalizers ?? []
        try require(
            file.normalizer?.type == "Sequence"
                && normalizers.map(\.type) == ["NFC", "Replace", "Lowercase"]
                && normalizers[1].pattern?.expression == #"\s+"# && normalizers[1].content == " ",
            "normalizer", #"a Sequence of NFC, Replace of \s+ by a space, and Lowercase"#)
        let parts = file.preTokenizer.preTokenizers ?? []
        try require(
            file.preTokenizer.type == "Sequence" && parts.map(\.type) == ["Split", "ByteLevel"],
            "pre_tokenizer", "a Sequence of Split and ByteLevel")
        try require(
            parts[0].behavior == "Removed" && parts[0].isInverted == true,
            "pre_tokenizer.Split", "the behavior Removed, inverted,")
        try require(
            parts[1].addsSpace == false && parts[1].splits != false, "pre_tokenizer.ByteLevel",
            "add_prefix_space = false, use_regex = true")
        let words = #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
        let markers = #"<\|startoftext\|>|<\|endoftext\|>|"#
        let expression = parts[0].pattern?.expression
        try require(
            expression == words || expression == markers + words, "pre_tokenizer.Split.pattern",
            words)
        try file.check(suffix: CLIPTokenizer.wordEnd, require)
        guard let unknownToken = file.model.unknownToken else {
            throw EncodingError.malformedFile(
                path: path, reason: "the field 'model.unk_token' is missing")
        }
        self.unknownToken = unknownToken
        dividesAtMarkers = expression != words
        startToken = file.postProcessor.start.id
        endToken = file.postProcessor.end.id
        addedTokens = file.addedTokens
        vocabulary = sections.vocabulary
    }
}
