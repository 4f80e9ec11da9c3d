/// What can go wrong when a network is put together or run.
public enum ComputeError: Error, Equatable, CustomStringConvertible {
    /// The shapes of layers, weights or arrays do not fit together.
    case shapeMismatch(String)
    case outOfMemory
    /// The numeric library refused or failed, in its own words.
    case kernelFailed(String)

    public var description: String {
        switch self {
        case .shapeMismatch(let what): "shapes do not fit together: \(what)"
        case .outOfMemory: "not enough memory for the network's activations"
        case .kernelFailed(let what): "the numeric library failed: \(what)"
        }
    }
}
