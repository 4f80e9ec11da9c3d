import Compute
import MediaTypes

/// aiSFX, a convolutional network for sound effects, and one of its classification heads.
///
/// Four blocks of two 3 × 3 convolutions over log-mel blocks of 100 frames × 96 bands; the mean
/// over frequency and the maximum over time give the features.
/// Source: "Representation Learning for the Automatic Indexing of Sound Effects Libraries"
/// (Ma & Lerch, ISMIR 2022), package `aisfx`; tensor names follow its checkpoint.
public struct SoundEffectsNetwork: Sendable {
    /// Frames of a block, about 2.3 seconds.
    static let blockFrames = 100
    /// Frames from one block to the next.
    static let blockHop = 50
    /// Where the processor multiplies in it: it turns vectors by less than a cosine of 0.999
    /// (docs/precision.md), at twice the speed of 16 bits.
    public static let preferredPrecision = Precision.int8
    private static let epsilon: Float = 1e-5

    public let featureCount: Int
    public let classCount: Int
    /// What its convolutions compute in.
    public var precision: Precision { network.precision }
    private let network: ConvolutionNetwork
    private let head: [Linear]

    /// - Parameter precision: of its convolutions.
    /// - Throws: `EncodingError` naming the tensor at fault.
    public init(weights path: String, precision: Precision = .f32) throws {
        let checkpoint = try Checkpoint(file: path)
        let blocks = try Self.blocks(checkpoint)
        let features = blocks[blocks.count - 1][0].outputChannels
        featureCount = features
        network = try Self.compile(blocks, precision: precision)

        let lastName = "head.4.bias"
        guard let classes = checkpoint.shape(of: lastName)?.first, classes > 0 else {
            throw EncodingError.missingTensor(name: lastName, path: path)
        }
        classCount = classes
        let widths = [features, features / 2, features / 4, classes]
        head = try (0..<3).map { layer in
            let (from, to) = (widths[layer], widths[layer + 1])
            return try Linear(
                inputs: from, outputs: to,
                weights: checkpoint.tensor("head.\(2 * layer).weight", shape: [to, from]),
                bias: checkpoint.tensor("head.\(2 * layer).bias", shape: [to]))
        }
        try checkpoint.checkAllRead()
    }

    /// - Parameter block: 100 frames × 96 bands.
    /// - Returns: `featureCount` values.
    public func features(of block: [Float]) throws -> [Float] {
        // Frequency is averaged by the network; what is left is channels × time.
        let pooled = try network.run(block)[0]
        let rows = pooled.count / featureCount
        return (0..<featureCount).map { channel in
            pooled[channel * rows..<(channel + 1) * rows].max() ?? 0
        }
    }

    /// Class scores, before the softmax, of a clip's features.
    public func logits(of features: [Float]) throws -> [Float] {
        var values = features
        for (index, layer) in head.enumerated() {
            values = try layer(values, rows: 1)
            if index < head.count - 1 { Activation.rectify(&values) }
        }
        return values
    }

    /// The convolutions with folded normalisation, two a block.
    static func blocks(_ checkpoint: Checkpoint) throws -> [[ConvolutionLayer]] {
        // The first layer's width decides all others: each block doubles it.
        let firstName = "embedding_net.conv_block1.conv1.weight"
        guard let width = checkpoint.shape(of: firstName)?.first, width > 0 else {
            throw EncodingError.missingTensor(name: firstName, path: checkpoint.path)
        }
        var blocks: [[ConvolutionLayer]] = []
        var inputs = 1
        for block in 1...4 {
            let outputs = width << (block - 1)
            blocks.append(
                try (1...2).map { position in
                    let prefix = "embedding_net.conv_block\(block)."
                    let channels = position == 1 ? inputs : outputs
                    let (weights, bias, largest) = try BatchNormalization.fold(
                        checkpoint.tensor(
                            prefix + "conv\(position).weight", shape: [outputs, channels, 3, 3]),
                        outputChannels: outputs, name: prefix + "bn\(position)",
                        epsilon: Self.epsilon, checkpoint: checkpoint)
                    return ConvolutionLayer(
                        outputChannels: outputs, kernel: 3, padding: .init(all: 1),
                        activation: .rectifier, weights: weights, bias: bias,
                        // The mean of the last layer's values is taken of floats.
                        largest: block == 4 && position == 2 ? nil : largest)
                })
            inputs = outputs
        }
        return blocks
    }

    /// - Parameter blockCount: only so many blocks, to look at what they give; nil is the whole
    ///   network with the mean over frequency.
    static func compile(
        _ blocks: [[ConvolutionLayer]], blockCount: Int? = nil, precision: Precision = .f32
    ) throws -> ConvolutionNetwork {
        var builder = try ConvolutionNetworkBuilder(
            batch: 1,
            input: .init(channels: 1, height: blockFrames, width: MelSpectrogram.bandCount),
            precision: precision)
        var node = builder.input
        for (index, block) in blocks.prefix(blockCount ?? blocks.count).enumerated() {
            for layer in block {
                // The first layer costs next to nothing.
                node = try builder.convolution(
                    layer, of: node, isSensitive: node == builder.input)
            }
            if index < blocks.count - 1 {
                node = try builder.pooling(.maximum, of: node, kernel: (2, 2), stride: (2, 2))
            }
        }
        guard blockCount == nil else { return try builder.compile(outputs: [node]) }
        let pooled = try builder.pooling(
            .average, of: node, kernel: (1, node.shape.width), stride: (1, 1))
        return try builder.compile(outputs: [pooled])
    }
}
