import Compute

/// What `hidden_act` of a configuration may name.
enum HiddenActivation: String, Sendable, Decodable {
    case gelu
    case quickGELU = "quick_gelu"

    func apply(to values: inout [Float]) {
        switch self {
        case .gelu: Activation.gelu(&values)
        case .quickGELU: Activation.quickGELU(&values)
        }
    }

    /// The same, on a layer's way to memory.
    var function: Activation.Function {
        switch self {
        case .gelu: .gelu
        case .quickGELU: .quickGELU
        }
    }
}
