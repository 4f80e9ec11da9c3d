import Compute
import MediaTypes

/// EfficientNet-lite, an ImageNet classifier for small machines.
///
/// Tensor names and shapes follow `efficientnet_lite_pytorch`; padding is TensorFlow's "SAME",
/// the activation ReLU6, batch normalisation uses epsilon 10⁻³.
///
/// The features are the square roots of what the last two depthwise layers give on average over
/// the picture: they hold more of what captions speak of than the head before the classifier,
/// and the root keeps a few strong channels from outweighing the many weak ones
/// (`Scripts/starter/photo_features.py` measures it).
///
/// Source: "EfficientNet" (Tan & Le, 2019) and its lite variants,
/// https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite
public struct EfficientNetLite: Sendable {
    public static let classCount = 1000

    /// How a variant scales the base network.
    struct Variant: Sendable {
        let width: Double
        let depth: Double
        let inputSide: Int

        static let named: [String: Variant] = [
            // Published with 224, but convolutions take any size: 256 finds photos larger than
            // thumbnails better, at 1.3 times the cost.
            "efficientnet-lite0": Variant(width: 1.0, depth: 1.0, inputSide: 256),
            "efficientnet-lite1": Variant(width: 1.0, depth: 1.1, inputSide: 240),
            "efficientnet-lite2": Variant(width: 1.1, depth: 1.2, inputSide: 260),
        ]
    }

    /// A run of equal blocks; the first of them has the stride.
    private struct BlockRun {
        let repeats, kernel, stride, expansion, channels: Int
    }

    private static let blockRuns = [
        BlockRun(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        BlockRun(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
        BlockRun(repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
        BlockRun(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        BlockRun(repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
        BlockRun(repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
        BlockRun(repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]
    private static let stemChannels = 32
    private static let headChannels = 1280
    /// How many of the last blocks have their depthwise layer among the features.
    private static let featureBlockCount = 2
    private static let epsilon: Float = 1e-3
    /// How many of the first blocks compute, like the stem, in 32 bits: rounded to 16, they alone
    /// turn some photos' vectors by a cosine of 0.998, and all other layers together by 0.9999.
    private static let sensitiveBlockCount = 1

    /// Side of the square input, in pixels.
    public let inputSide: Int
    /// Channels of the last two depthwise layers; 2304 of lite0.
    public let featureCount: Int
    /// What its convolutions compute in.
    public var precision: Precision { network.precision }
    private let network: ConvolutionNetwork
    private let classifier: Linear

    /// - Parameters:
    ///   - name: `efficientnet-lite0`, `-lite1` or `-lite2`.
    ///   - precision: of its convolutions.
    /// - Throws: `EncodingError` naming the tensor at fault.
    public init(variant name: String, weights path: String, precision: Precision = .f32) throws {
        guard let variant = Variant.named[name] else {
            throw EncodingError.unknownArchitecture(name, path: path)
        }
        let checkpoint = try Checkpoint(file: path)
        let layers = try Layers(variant: variant, checkpoint: checkpoint)
        inputSide = variant.inputSide
        featureCount = layers.featureBlocks.reduce(0) { $0 + $1.depthwise.outputChannels }
        network = try layers.compile(precision: precision)
        classifier = try Linear(
            inputs: Self.headChannels, outputs: Self.classCount,
            weights: checkpoint.tensor("_fc.weight", shape: [Self.classCount, Self.headChannels]),
            bias: checkpoint.tensor("_fc.bias", shape: [Self.classCount]))
        try checkpoint.checkAllRead()
    }

    /// - Parameter input: 3 × side × side, planar R G B, (value − 127) / 128.
    /// - Returns: `featureCount` features, the last layer's first, and `classCount` logits.
    public func callAsFunction(_ input: [Float]) throws -> ModelOutput {
        let averages = try network.run(input)
        return ModelOutput(
            features: averages.dropLast().reversed().joined().map { $0.squareRoot() },
            logits: try classifier(averages[averages.count - 1], rows: 1))
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

        init(variant: Variant, checkpoint: Checkpoint) throws {
            func layer(
                _ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int = 1,
                stride: Int = 1, side: Int, depthwise: Bool = false,
                activation: ConvolutionLayer.Activation = .clipped(6)
            ) throws -> ConvolutionLayer {
                let raw = try checkpoint.tensor(
                    name + ".weight", shape: [outputs, depthwise ? 1 : inputs, kernel, kernel])
                let (weights, bias, _) = try BatchNormalization.fold(
                    raw, outputChannels: outputs, name: norm, epsilon: EfficientNetLite.epsilon,
                    checkpoint: checkpoint)
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
            for (index, run) in EfficientNetLite.blockRuns.enumerated() {
                // The lite variants leave the depth of the first and the last stage alone.
                let isEnd = index == 0 || index == EfficientNetLite.blockRuns.count - 1
                let repeats =
                    isEnd
                    ? run.repeats
                    : Int((Double(run.repeats) * variant.depth).rounded(.up))
                let outputs = EfficientNetLite.scaled(run.channels, by: variant.width)
                for position in 0..<repeats {
                    let prefix = "_blocks.\(blocks.count)."
                    let stride = position == 0 ? run.stride : 1
                    let expanded = channels * run.expansion
                    let reduced = (extent + stride - 1) / stride
                    blocks.append(
                        Block(
                            expansion: run.expansion == 1
                                ? nil
                                : try layer(
                                    prefix + "_expand_conv", norm: prefix + "_bn0",
                                    inputs: channels, outputs: expanded, side: extent),
                            depthwise: try layer(
                                prefix + "_depthwise_conv", norm: prefix + "_bn1",
                                inputs: expanded, outputs: expanded, kernel: run.kernel,
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
                outputs: EfficientNetLite.headChannels, side: extent)
        }

        var featureBlocks: ArraySlice<Block> { blocks.suffix(EfficientNetLite.featureBlockCount) }

        /// A layer whose activations can be looked at.
        enum Stage: Equatable {
            case stem
            /// Of a block, by its place in the network.
            case depthwise(Int)
            case block(Int)
            case head
        }

        /// For one picture at a time: on one core a batch is no faster, and its activations
        /// leave the cache.
        ///
        /// - Parameter last: where the network ends, with this stage's activations as its output;
        ///   nil is the whole network, whose outputs are the averages over the picture of each
        ///   feature block's depthwise layer and of the head. A stage can't be read from a longer
        ///   network, since the next one may write over it.
        func compile(
            upTo last: Stage? = nil, precision: Precision = .f32
        ) throws -> ConvolutionNetwork {
            var builder = try ConvolutionNetworkBuilder(
                batch: 1, input: .init(channels: 3, height: side, width: side),
                precision: precision)
            var averages: [ConvolutionNetworkBuilder.Node] = []
            func addAverage(of node: ConvolutionNetworkBuilder.Node) throws {
                averages.append(
                    try builder.pooling(
                        .average, of: node, kernel: (node.shape.height, node.shape.width),
                        stride: (1, 1)))
            }
            var node = try builder.convolution(stem, of: builder.input, isSensitive: true)
            if last == .stem { return try builder.compile(outputs: [node]) }
            for (index, block) in blocks.enumerated() {
                let input = node
                let isSensitive = index < EfficientNetLite.sensitiveBlockCount
                if let expansion = block.expansion {
                    node = try builder.convolution(
                        expansion, of: node, isSensitive: isSensitive)
                }
                node = try builder.convolution(
                    block.depthwise, of: node, isSensitive: isSensitive)
                if last == .depthwise(index) { return try builder.compile(outputs: [node]) }
                if featureBlocks.indices.contains(index) { try addAverage(of: node) }
                node = try builder.convolution(
                    block.projection, of: node, adding: block.isResidual ? input : nil,
                    isSensitive: isSensitive)
                if last == .block(index) { return try builder.compile(outputs: [node]) }
            }
            node = try builder.convolution(head, of: node)
            if last == .head { return try builder.compile(outputs: [node]) }
            try addAverage(of: node)
            return try builder.compile(outputs: averages)
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
