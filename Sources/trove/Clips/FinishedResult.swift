import Retrieval

/// A result with the clip that was cut of its moment.
struct FinishedResult {
    let result: SearchResult
    /// An absolute path; nil for a photo, and where no clip was wanted or it failed.
    var clip: String?
    /// Why there is no clip.
    var failure: ClipError?
}

/// The result's own fields, and `clip` where there is one.
extension FinishedResult: Encodable {
    private enum CodingKeys: String, CodingKey { case clip }

    func encode(to encoder: any Encoder) throws {
        try result.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(clip, forKey: .clip)
    }
}
