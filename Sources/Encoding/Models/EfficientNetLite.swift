import Compute

/// EfficientNet-lite, an ImageNet classifier for small machines.
///
/// Tensor names and shapes follow `efficientnet_lite_pytorch`; padding is TensorFlow's "SAME",
/// the activation ReLU6, batch normalisation uses epsilon 10⁻³.
/// Source: "EfficientNet" (Tan & Le, 2019) and its lite variants,
/// https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite
public struct EfficientNetLite: Sendable {
    public static let classCount = 1000
    public static let featureCount = 1280

    /// How a variant scales the base network.
    struct Variant: Sendable {
        let width: Double
        let depth: Double
        let inputSide: Int

        static let named: [String: Variant] = [
            "efficientnet-lite0": Variant(width: 1.0, depth: 1.0, inputSide: 224),
            "efficientnet-lite1": Variant(width: 1.0, depth: 1.1, inputSide: 240),
            "efficientnet-lite2": Variant(width: 1.1, depth: 1.2, inputSide: 260),
        ]
    }

    /// A run of equal blocks; the first of them has the stride.
    private struct Stage {
        let repeats, kernel, stride, expansion, channels: Int
    }

    private static let stages = [
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        Stage(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
        Stage(repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
        Stage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        Stage(repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
        Stage(repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]
    private static let stemChannels = 32
    private static let epsilon: Float = 1e-3

    /// Side of the square input, in pixels.
    public let inputSide: Int
    private let network: ConvolutionNetwork
    private let classifier: Linear

    /// - Parameter variant: `efficientnet-lite0`, `-lite1` or `-lite2`.
    /// - Throws: `EncodingError` naming the tensor at fault.
    public init(variant name: String, weights path: String) throws {
        guard let variant = Variant.named[name] else {
            throw EncodingError.unknownArchitecture(name, path: path)
        }
        let file = try SafeTensorsFile(path: path)
        let layers = try Layers(variant: variant, file: file)
        inputSide = variant.inputSide
        network = try layers.compile()
        classifier = try Linear(
            inputs: Self.featureCount, outputs: Self.classCount,
            weights: file.tensor("_fc.weight", shape: [Self.classCount, Self.featureCount]),
            bias: file.tensor("_fc.bias", shape: [Self.classCount]))
    }

    /// - Parameter input: 3 × side × side, planar R G B, (value − 127) / 128.
    public func callAsFunction(_ input: [Float]) throws -> ModelOutput {
        let features = try network.run(input)[0]
        return ModelOutput(features: features, logits: try classifier(features, rows: 1))
    }

    /// The convolutions with folded normalisation, in the order in which they run.
    struct Layers: Sendable {
        /// One inverted residual block.
        struct Block: Sendable {
            let expansion: ConvolutionLayer?
            let depthwise: ConvolutionLayer
            let projection: ConvolutionLayer
            let isResidual: Bool
        }

        let side: Int
        let stem: ConvolutionLayer
        let blocks: [Block]
        let head: ConvolutionLayer

        init(variant: Variant, file: SafeTensorsFile) throws {
            func layer(
                _ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int = 1,
                stride: Int = 1, side: Int, depthwise: Bool = false,
                activation: ConvolutionLayer.Activation = .clipped(6)
            ) throws -> ConvolutionLayer {
                let raw = try file.tensor(
                    name + ".weight", shape: [outputs, depthwise ? 1 : inputs, kernel, kernel])
                let (weights, bias) = try BatchNormalization.fold(
                    raw, outputChannels: outputs, name: norm, epsilon: EfficientNetLite.epsilon,
                    file: file)
                return ConvolutionLayer(
                    outputChannels: outputs, kernel: kernel, stride: stride,
                    padding: .same(height: side, width: side, kernel: kernel, stride: stride),
                    groups: depthwise ? inputs : 1, activation: activation, weights: weights,
                    bias: bias)
            }
            side = variant.inputSide
            stem = try layer(
                "_conv_stem", norm: "_bn0", inputs: 3, outputs: EfficientNetLite.stemChannels,
                kernel: 3, stride: 2, side: side)
            var blocks: [Block] = []
            var channels = EfficientNetLite.stemChannels
            var extent = (side + 1) / 2
            for (index, stage) in EfficientNetLite.stages.enumerated() {
                // The lite variants leave the depth of the first and the last stage alone.
                let isEnd = index == 0 || index == EfficientNetLite.stages.count - 1
                let repeats =
                    isEnd
                    ? stage.repeats
                    : Int((Double(stage.repeats) * variant.depth).rounded(.up))
                let outputs = EfficientNetLite.scaled(stage.channels, by: variant.width)
                for position in 0..<repeats {
                    let prefix = "_blocks.\(blocks.count)."
                    let stride = position == 0 ? stage.stride : 1
                    let expanded = channels * stage.expansion
                    let reduced = (extent + stride - 1) / stride
                    blocks.append(
                        Block(
                            expansion: stage.expansion == 1
                                ? nil
                                : try layer(
                                    prefix + "_expand_conv", norm: prefix + "_bn0",
                                    inputs: channels, outputs: expanded, side: extent),
                            depthwise: try layer(
                                prefix + "_depthwise_conv", norm: prefix + "_bn1",
                                inputs: expanded, outputs: expanded, kernel: stage.kernel,
                                stride: stride, side: extent, depthwise: true),
                            projection: try layer(
                                prefix + "_project_conv", norm: prefix + "_bn2", inputs: expanded,
                                outputs: outputs, side: reduced, activation: .none),
                            isResidual: stride == 1 && channels == outputs))
                    channels = outputs
                    extent = reduced
                }
            }
            self.blocks = blocks
            head = try layer(
                "_conv_head", norm: "_bn1", inputs: channels,
                outputs: EfficientNetLite.featureCount, side: extent)
        }

        /// For one picture at a time: on one core a batch is no faster, and its activations
        /// leave the cache.
        ///
        /// - Parameter blockCount: only the stem and so many blocks, to look at what they give;
        ///   nil is the whole network with its features. A block's result can't be read from a
        ///   longer network, since the next block may write over it.
        func compile(blockCount: Int? = nil) throws -> ConvolutionNetwork {
            var builder = try ConvolutionNetworkBuilder(
                batch: 1, input: .init(channels: 3, height: side, width: side))
            var node = try builder.convolution(stem, of: builder.input)
            for block in blocks.prefix(blockCount ?? blocks.count) {
                let input = node
                if let expansion = block.expansion {
                    node = try builder.convolution(expansion, of: node)
                }
                node = try builder.convolution(block.depthwise, of: node)
                node = try builder.convolution(
                    block.projection, of: node, adding: block.isResidual ? input : nil)
            }
            guard blockCount == nil else { return try builder.compile(outputs: [node]) }
            node = try builder.convolution(head, of: node)
            let pooled = try builder.pooling(
                .average, of: node, kernel: (node.shape.height, node.shape.width), stride: (1, 1))
            return try builder.compile(outputs: [pooled])
        }
    }

    /// Channels of a wider variant: the nearest multiple of eight that loses at most a tenth.
    private static func scaled(_ channels: Int, by width: Double) -> Int {
        guard width != 1 else { return channels }
        let wanted = Double(channels) * width
        let rounded = max(8, Int(wanted + 4) / 8 * 8)
        return Double(rounded) < 0.9 * wanted ? rounded + 8 : rounded
    }
}
