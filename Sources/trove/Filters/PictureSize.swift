import ArgumentParser

/// The least size of a picture: `2MP`, or `1920x1080` for both sides.
struct PictureSize: Equatable {
    private(set) var pixels: Int?
    private(set) var width: Int?
    private(set) var height: Int?

    /// - Throws: `ValidationError`.
    init(argument: String) throws {
        let text = argument.lowercased()
        let sides = text.split(omittingEmptySubsequences: false) { "x×".contains($0) }
            .map { Int($0) ?? 0 }
        if text.hasSuffix("mp"), let millions = Double(text.dropLast(2)), millions > 0,
            millions < 1e6
        {
            pixels = Int((millions * 1e6).rounded())
        } else if sides.count == 2, sides.allSatisfy({ $0 > 0 }) {
            width = sides[0]
            height = sides[1]
        } else {
            throw ValidationError("Give megapixels such as 2MP, or two sides such as 1920x1080.")
        }
    }
}
