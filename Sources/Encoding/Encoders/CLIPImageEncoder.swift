import MediaTypes

/// Photos through a picture tower of CLIP's kind and a bridge.
public struct CLIPImageEncoder: ImageEncoder {
    private let model: any VisionModel
    private let preprocessing: CLIPPreprocessing
    private let bridge: any Bridge

    init(model: any VisionModel, preprocessing: CLIPPreprocessing, bridge: any Bridge) {
        self.model = model
        self.preprocessing = preprocessing
        self.bridge = bridge
    }

    public var precision: Precision { model.precision }

    public var minimumShortSide: Int {
        preprocessing.shortestEdge
            ?? max(preprocessing.scaledSize.width, preprocessing.scaledSize.height)
    }

    public func prepare(_ image: PixelBuffer) throws -> PreparedInput {
        let side = preprocessing.side
        return PreparedInput(shape: [3, side, side], values: try preprocessing(image))
    }

    public func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try model.features(of: inputs.map(\.values)).map {
            try bridge.embedding(of: ModelOutput(features: $0))
        }
    }
}
