import MediaTypes

/// Why two spaces can't be bridged.
public enum BridgingError: Error, Equatable, CustomStringConvertible {
    /// One of the two spaces, by what it is there for.
    public enum Side: String, Sendable {
        case image, audio
    }

    case missingEncoder(Side, Modality, path: String)
    /// A space is made of parts itself.
    case bridgedPart(path: String)
    case tooFewTexts(Int, subjects: Int)
    /// A space gives all texts the same vector.
    case allTheSame(Side)
    /// No penalty led to a map.
    case noMap

    public var description: String {
        switch self {
        case .missingEncoder(let side, let modality, let path):
            "the space \(path), given by --\(side.rawValue), has no encoder for "
                + "\(modality.rawValue); it needs those for \(side.rawValue) and text"
        case .bridgedPart(let path):
            "the space \(path) is bridged itself; bridge the spaces that it was made of"
        case .tooFewTexts(let texts, let subjects):
            "\(texts) texts about \(subjects) subjects are too few to fit a bridge on: "
                + "\(BridgeFitting.leastTexts) about \(BridgeFitting.leastSubjects) are needed"
        case .allTheSame(let side):
            "the text encoder of the \(side.rawValue) space gives all texts the same vector: "
                + "its weights are not a trained network's"
        case .noMap:
            "the texts determine no map between the two spaces"
        }
    }
}
