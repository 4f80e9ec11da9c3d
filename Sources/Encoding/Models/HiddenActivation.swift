import Compute

/// What `hidden_act` of a configuration may name.
enum HiddenActivation: String, Sendable, Decodable {
    case gelu
    case relu
    case quickGELU = "quick_gelu"
    case geluTanh = "gelu_pytorch_tanh"

    func apply(to values: inout [Float]) {
        switch self {
        case .gelu: Activation.gelu(&values)
        case .relu: Activation.rectify(&values)
        case .quickGELU: Activation.quickGELU(&values)
        case .geluTanh: Activation.geluTanh(&values)
        }
    }

    /// The same, on a layer's way to memory.
    var function: Activation.Function {
        switch self {
        case .gelu: .gelu
        case .relu: .rectifier
        case .quickGELU: .quickGELU
        case .geluTanh: .geluTanh
        }
    }
}
