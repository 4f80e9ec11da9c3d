import COneDNN
import MediaTypes

/// Puts a convolutional network together, layer by layer, for one input shape.
///
/// ```swift
/// var builder = try ConvolutionNetworkBuilder(batch: 8, input: .init(channels: 3, height: 224, width: 224))
/// let stem = try builder.convolution(stemLayer, of: builder.input)
/// let network = try builder.compile(outputs: [stem])
/// ```
public struct ConvolutionNetworkBuilder {
    /// Extent of a feature map.
    public struct Shape: Sendable, Equatable {
        public let channels, height, width: Int

        public init(channels: Int, height: Int, width: Int) {
            self.channels = channels
            self.height = height
            self.width = width
        }

        public var count: Int { channels * height * width }
    }

    /// A feature map of the network under construction.
    public struct Node: Sendable, Equatable {
        let index: Int32
        public let shape: Shape
        /// What one counts of each channel's values, where those are bytes or are to become bytes.
        let steps: [Float]?
        /// Each channel's value away from the borders when the network's input is zeros; nil where
        /// bytes don't need it.
        let ground: [Float]?
    }

    public enum Pooling: Sendable {
        case maximum
        case average
    }

    public let batch: Int
    public let input: Node
    private let handle: NetworkHandle
    /// What layers are computed in that are not in bytes.
    private let precision: Precision
    private let wantsBytes: Bool
    private var hasBytes = false
    private var operations = 0

    /// - Parameter precision: what the processor does not multiply in is replaced by
    ///   `Precision.preferred`, and so is int8 in layers of whose input `ConvolutionLayer.largest` is
    ///   not known.
    /// - Throws: `ComputeError` when an extent is not positive or memory is short.
    public init(batch: Int, input shape: Shape, precision: Precision = .f32) throws {
        let extents = try [batch, shape.channels, shape.height, shape.width].map(Self.extent)
        guard let network = trove_network_create(extents[0], extents[1], extents[2], extents[3])
        else {
            throw ComputeError.shapeMismatch("the input \(shape) of batch \(batch) is not usable")
        }
        self.batch = batch
        self.precision = precision == .f32 ? .f32 : .preferred
        wantsBytes = precision == .int8 && KernelLevel.current.multipliesBytes
        self.input = Node(
            index: 0, shape: shape, steps: nil,
            ground: wantsBytes ? [Float](repeating: 0, count: shape.channels) : nil)
        self.handle = NetworkHandle(network)
    }

    /// Appends a convolution.
    ///
    /// - Parameters:
    ///   - residual: a node of the result's shape and precision that is added before the
    ///     activation. Its memory is taken over, so nothing may use it afterwards.
    ///   - isSensitive: whether it computes in f32, whatever the network's precision.
    public mutating func convolution(
        _ layer: ConvolutionLayer, of node: Node, adding residual: Node? = nil,
        isSensitive: Bool = false
    ) throws -> Node {
        guard residual?.steps == nil, node.steps == nil || residual == nil && !isSensitive else {
            throw ComputeError.shapeMismatch(
                "bytes are not added, and a layer of bytes adds nothing and is not sensitive")
        }
        guard !wantsBytes || layer.fits(inputChannels: node.shape.channels) else {
            throw ComputeError.shapeMismatch(
                "weights, biases or largest values do not fit the channels")
        }
        let becomesBytes = residual == nil && layer.largest != nil
        let ground = becomesBytes ? node.ground.map(layer.response) : nil
        let quantization = LayerQuantization(layer, inputSteps: node.steps, ground: ground)
        let floats = precision == .bf16 && !isSensitive ? TROVE_VALUES_BF16 : TROVE_VALUES_F32
        let type = node.steps == nil ? floats : TROVE_VALUES_BYTES
        var description = trove_convolution(
            output_channels: try Self.extent(layer.outputChannels),
            kernel_height: try Self.extent(layer.kernel),
            kernel_width: try Self.extent(layer.kernel),
            stride: try Self.extent(layer.stride),
            padding_top: try Self.extent(layer.padding.top),
            padding_bottom: try Self.extent(layer.padding.bottom),
            padding_left: try Self.extent(layer.padding.left),
            padding_right: try Self.extent(layer.padding.right),
            groups: try Self.extent(layer.groups), upper_bound: quantization.upperBound,
            residual: residual?.index ?? -1, type: type,
            result_type: quantization.resultSteps == nil && type == TROVE_VALUES_BYTES
                ? TROVE_VALUES_F32 : type)
        let index = trove_network_add_convolution(
            handle.pointer, node.index, &description, quantization.weights,
            quantization.weights.count, quantization.bias, quantization.bias.count,
            quantization.scales, quantization.scales.count)
        let result = Node(
            index: index, shape: try shape(ofNodeAt: index), steps: quantization.resultSteps,
            ground: ground)
        hasBytes = hasBytes || node.steps != nil
        let inputs = node.shape.channels / layer.groups * layer.kernel * layer.kernel
        operations += 2 * batch * result.shape.count * inputs
        return result
    }

    /// Appends a pooling without padding; `kernel` and `stride` are in pixels of the input.
    public mutating func pooling(
        _ pooling: Pooling, of node: Node, kernel: (height: Int, width: Int),
        stride: (height: Int, width: Int)
    ) throws -> Node {
        guard node.steps == nil || pooling == .maximum else {
            throw ComputeError.shapeMismatch("an average of bytes would be rounded")
        }
        let kind = pooling == .maximum ? TROVE_POOL_MAXIMUM : TROVE_POOL_AVERAGE
        let index = trove_network_add_pooling(
            handle.pointer, node.index, kind, try Self.extent(kernel.height),
            try Self.extent(kernel.width), try Self.extent(stride.height),
            try Self.extent(stride.width))
        return Node(
            index: index, shape: try shape(ofNodeAt: index), steps: node.steps, ground: node.ground)
    }

    /// Chooses kernels for this processor and packs the weights. The builder is spent afterwards.
    public consuming func compile(outputs: [Node]) throws -> ConvolutionNetwork {
        guard outputs.allSatisfy({ $0.steps == nil }) else {
            throw ComputeError.shapeMismatch("an output is in bytes")
        }
        guard trove_network_compile(handle.pointer, outputs.map(\.index), outputs.count) == 0
        else { throw ComputeError.kernelFailed(handle.message) }
        return ConvolutionNetwork(
            handle: handle, precision: hasBytes ? .int8 : precision, batch: batch,
            input: input.shape,
            outputs: outputs.map(\.shape), operations: operations)
    }

    private func shape(ofNodeAt index: Int32) throws -> Shape {
        var shape: (Int32, Int32, Int32) = (0, 0, 0)
        let known = withUnsafeMutableBytes(of: &shape) { bytes in
            trove_network_node_shape(
                handle.pointer, index, bytes.assumingMemoryBound(to: Int32.self).baseAddress)
        }
        guard index >= 0, known == 0 else { throw ComputeError.shapeMismatch(handle.message) }
        return Shape(channels: Int(shape.0), height: Int(shape.1), width: Int(shape.2))
    }

    private static func extent(_ value: Int) throws -> Int32 {
        guard let extent = Int32(exactly: value) else {
            throw ComputeError.shapeMismatch("\(value) is not a usable extent")
        }
        return extent
    }
}
