/// `config.json` of a SigLIP folder, also of SigLIP 2 with pictures of a fixed size.
///
/// What the file leaves out is as in `transformers.SiglipConfig`, whose defaults are
/// `siglip-base-patch16-224`.
struct SigLIPConfiguration: Sendable, Decodable {
    struct Text: Sendable {
        let tower: CLIPConfiguration.Tower
        let vocabularySize, positionCount: Int
    }

    let text: Text
    let vision: CLIPConfiguration.Vision
    /// Length of what both towers give.
    let dimension: Int

    private typealias Key = CLIPConfiguration.Key

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        // A published file may say no more than what kind of model it is.
        let text: KeyedDecodingContainer<Key>? = try values.objectIfPresent(.text)
        let vision: KeyedDecodingContainer<Key>? = try values.objectIfPresent(.vision)
        let textTower = try Self.tower(text)
        self.text = Text(
            tower: textTower, vocabularySize: try text.size(.vocabularySize, default: 32_000),
            positionCount: try text.size(.positionCount, default: 64))
        self.vision = CLIPConfiguration.Vision(
            tower: try Self.tower(vision), imageSide: try vision.size(.imageSide, default: 224),
            patchSide: try vision.size(.patchSide, default: 16))
        dimension = try text.size(.projectionSize, default: textTower.width)
        guard self.vision.tower.width == dimension else {
            throw vision.invalid(.width, "the text tower gives \(dimension) values")
        }
        guard self.text.positionCount >= 2 else {
            throw text.invalid(.positionCount, "too small")
        }
        guard self.vision.imageSide >= self.vision.patchSide else {
            throw vision.invalid(.patchSide, "larger than a picture")
        }
        guard try vision.size(.channelCount, default: 3) == 3 else {
            throw vision.invalid(.channelCount, "3 is needed")
        }
        guard try vision?.decodeIfPresent(Bool.self, forKey: .usesHead) ?? true else {
            throw vision.invalid(.usesHead, "without its head the tower gives no embedding")
        }
    }

    private static func tower(
        _ values: KeyedDecodingContainer<Key>?
    ) throws -> CLIPConfiguration.Tower {
        try CLIPConfiguration.Tower(
            values, width: 768, intermediate: 3072, heads: 12, activation: .geluTanh,
            epsilon: 1e-6)
    }
}

extension SigLIPConfiguration {
    /// What makes a plain folder a space.
    @Sendable static func contents(of directory: String) throws -> HuggingFaceFolder.Contents {
        let configuration: SigLIPConfiguration = try JSONFile.decode(
            path: directory + "/" + HuggingFaceFolder.configuration)
        return HuggingFaceFolder.Contents(
            modalities: [.image, .text], dimension: configuration.dimension,
            files: try [HuggingFaceFolder.configuration, CLIPPreprocessing.fileName(in: directory)]
                + SigLIPTokenizer.fileNames(in: directory)
                + Checkpoint(directory: directory).fileNames)
    }

    /// As `CLIPConfiguration.checkAllRead`.
    static func checkAllRead(_ weights: Checkpoint, but otherTower: String) throws {
        try CLIPConfiguration.checkAllRead(weights, but: [otherTower, "logit_bias"])
    }
}
