/// A two-dimensional convolution with bias, as inference needs it: batch normalisation is
/// folded into weights and bias beforehand.
public struct ConvolutionLayer: Sendable {
    public enum Activation: Sendable, Equatable {
        case none
        /// max(0, x)
        case rectifier
        /// min(max(0, x), upper bound), as ReLU6.
        case clipped(Float)
    }

    public struct Padding: Sendable, Equatable {
        public var top, bottom, left, right: Int

        public init(top: Int, bottom: Int, left: Int, right: Int) {
            self.top = top
            self.bottom = bottom
            self.left = left
            self.right = right
        }

        public init(all sides: Int) {
            self.init(top: sides, bottom: sides, left: sides, right: sides)
        }

        /// TensorFlow's "SAME": the output has `ceil(extent / stride)` rows and columns and the
        /// odd pixel of padding goes to the bottom and the right.
        public static func same(height: Int, width: Int, kernel: Int, stride: Int) -> Padding {
            func total(_ extent: Int) -> Int {
                let outputs = (extent + stride - 1) / stride
                return max(0, (outputs - 1) * stride + kernel - extent)
            }
            let vertical = total(height)
            let horizontal = total(width)
            return Padding(
                top: vertical / 2, bottom: vertical - vertical / 2,
                left: horizontal / 2, right: horizontal - horizontal / 2)
        }
    }

    public let outputChannels: Int
    /// Side of the square kernel, in pixels.
    public let kernel: Int
    public let stride: Int
    public let padding: Padding
    /// 1, or the number of input channels for a depthwise convolution.
    public let groups: Int
    public let activation: Activation
    /// output channels × input channels / groups × kernel × kernel, row-major.
    public let weights: [Float]
    /// One value an output channel.
    public let bias: [Float]
    /// What each output channel hardly ever exceeds, above zero and no more than the activation lets
    /// through, where that is known. A layer behind layers that all have it can be computed in `int8`,
    /// which cuts off what exceeds it.
    public let largest: [Float]?

    public init(
        outputChannels: Int, kernel: Int, stride: Int = 1, padding: Padding = Padding(all: 0),
        groups: Int = 1, activation: Activation, weights: [Float], bias: [Float],
        largest: [Float]? = nil
    ) {
        self.outputChannels = outputChannels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.groups = groups
        self.activation = activation
        self.weights = weights
        self.bias = bias
        self.largest = largest
    }
}
