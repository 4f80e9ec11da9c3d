import MediaTypes

/// Texts through a sentence encoder and a bridge.
public struct SentenceEncoder: TextEncoder {
    private let model: any TextModel
    private let bridge: any Bridge

    public init(model: any TextModel, bridge: any Bridge) {
        self.model = model
        self.bridge = bridge
    }

    public var precision: Precision { model.precision }

    public func encode(_ texts: [String]) throws -> [Embedding] {
        try model.features(of: texts).map { try bridge.embedding(of: ModelOutput(features: $0)) }
    }
}
