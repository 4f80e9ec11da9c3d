import Compute
import MediaTypes

/// Photos through EfficientNet-lite and a bridge.
public struct EfficientNetLiteEncoder: ImageEncoder {
    private let model: EfficientNetLite
    private let bridge: any Bridge

    public init(model: EfficientNetLite, bridge: any Bridge) {
        self.model = model
        self.bridge = bridge
    }

    public var precision: Precision { model.precision }

    public var minimumShortSide: Int { model.inputSide }

    /// The whole picture, squeezed into a square: nothing at the edges is lost.
    public func prepare(_ image: PixelBuffer) throws -> PreparedInput {
        let side = model.inputSide
        let values = try ImageResampling.resize(
            image.pixels, width: image.width, height: image.height,
            box: .init(left: 0, top: 0, width: image.width, height: image.height),
            to: (side, side), filter: .bicubic, offset: 127, scale: 1.0 / 128)
        return PreparedInput(shape: [3, side, side], values: values)
    }

    public func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try inputs.map { try bridge.embedding(of: model($0.values)) }
    }
}
