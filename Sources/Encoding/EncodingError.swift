/// What can be wrong with a space's files or with what is given to its encoders.
public enum EncodingError: Error, Equatable, CustomStringConvertible {
    /// A file is missing or can't be read.
    case unreadableFile(path: String, reason: String)
    /// A file's content breaks its format.
    case malformedFile(path: String, reason: String)
    case missingTensor(name: String, path: String)
    case wrongShape(tensor: String, expected: [Int], found: [Int], path: String)
    case wrongType(tensor: String, found: String, path: String)
    /// A tensor holds a value that is infinite or no number.
    case notFinite(tensor: String, path: String)
    /// A tensor for which the network has no place.
    case unexpectedTensor(name: String, path: String)
    case unknownArchitecture(String, path: String)
    /// A bridge was fitted for another encoder or for other preprocessing.
    case unsuitableBridge(path: String, reason: String)
    /// There is no space of that name.
    case unknownSpace(String, searched: [String])
    case wrongSampleRate(expected: Int, found: Int)
    /// The network gave a vector without a direction.
    case degenerateEmbedding(String)
    case installationFailed(String)

    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason):
            "can't read \(path): \(reason)"
        case .malformedFile(let path, let reason):
            "\(path) is damaged: \(reason)"
        case .missingTensor(let name, let path):
            "tensor '\(name)' is missing in \(path)"
        case .wrongShape(let tensor, let expected, let found, let path):
            "tensor '\(tensor)' in \(path) has shape \(found) where \(expected) is needed"
        case .wrongType(let tensor, let found, let path):
            "tensor '\(tensor)' in \(path) holds \(found) where F32, F16 or BF16 is needed"
        case .notFinite(let tensor, let path):
            "tensor '\(tensor)' in \(path) holds values that are not finite numbers; "
                + "get the file again"
        case .unexpectedTensor(let name, let path):
            "tensor '\(name)' in \(path) has no place in the network that its configuration describes"
        case .unknownArchitecture(let name, let path):
            "\(path) names the architecture '\(name)', which this version of Trove does not know"
        case .unsuitableBridge(let path, let reason):
            "the bridge \(path) does not fit its encoder: \(reason); "
                + "install the space again, or fit the bridge anew"
        case .unknownSpace(let name, let searched):
            "there is no space '\(name)' (looked for \(searched.joined(separator: ", "))); "
                + "'trove space list' shows the installed ones, "
                + "'trove space install starter' installs the starter space, "
                + "and --space DIR takes a space's folder"
        case .wrongSampleRate(let expected, let found):
            "the sound has \(found) samples a second where the encoder needs \(expected)"
        case .degenerateEmbedding(let what):
            "\(what) gave a vector without a direction"
        case .installationFailed(let reason):
            "the space was not installed: \(reason)"
        }
    }
}
