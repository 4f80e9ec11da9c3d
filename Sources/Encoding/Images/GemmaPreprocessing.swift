import Compute
import Foundation
import MediaTypes

/// How a picture becomes patches for Gemma 4's tower: it is scaled, in its own proportions but for
/// rounding, to the largest size that gives no more tokens than are allowed.
///
/// Follows `transformers.Gemma4ImageProcessorPil`, which scales 8-bit pictures with Pillow; what the
/// file leaves out is as there.
struct GemmaPreprocessing: Sendable {
    /// How many tokens a picture may become; the model was trained with these.
    static let tokenLimits = [70, 140, 280, 560, 1120]

    /// What a folder says.
    private struct Configuration: ProcessorConfiguration {
        static var part: String { "image_processor" }

        let resizes, rescales, normalizes, convertsToRGB: Bool?
        let resample, patchSide, poolingSide, tokenLimit: Int?
        let rescaleFactor: Float?
        let mean, deviation: [Float]?

        enum CodingKeys: String, CodingKey {
            case resample
            case resizes = "do_resize"
            case rescales = "do_rescale"
            case normalizes = "do_normalize"
            case convertsToRGB = "do_convert_rgb"
            case patchSide = "patch_size"
            case poolingSide = "pooling_kernel_size"
            case tokenLimit = "max_soft_tokens"
            case rescaleFactor = "rescale_factor"
            case mean = "image_mean"
            case deviation = "image_std"
        }
    }

    /// The file that says how pictures are prepared.
    static func fileName(in directory: String) throws -> String {
        try Configuration.fileName(in: directory)
    }

    /// How many tokens a picture becomes at most, as the folder says.
    static func tokenLimit(in directory: String) throws -> Int {
        try Configuration.read(in: directory).configuration.tokenLimit ?? 280
    }

    /// Pixels of the side of a patch.
    let patchSide: Int
    private let poolingSide, tokenLimit: Int
    private let filter: ImageResampling.Filter
    private let scale: Float
    private let mean, deviation: [Float]

    /// - Parameters:
    ///   - vision: the tower that is given the patches.
    ///   - tokenLimit: nil for what the folder says.
    /// - Throws: `EncodingError` naming the field that makes another preprocessing.
    init(
        directory: String, vision: EmbeddingGemmaConfiguration.Vision, tokenLimit: Int? = nil
    ) throws {
        let (file, path) = try Configuration.read(in: directory)
        let require = ProcessorRequirement(path: path)
        for (name, step) in [
            ("do_resize", file.resizes), ("do_rescale", file.rescales),
            ("do_convert_rgb", file.convertsToRGB),
        ] { try require(step != false, name, "true: this step is needed") }
        try require(
            file.patchSide ?? 16 == vision.patchSide, "patch_size",
            "the network's \(vision.patchSide)")
        try require(
            file.poolingSide ?? 3 == vision.poolingSide, "pooling_kernel_size",
            "the network's \(vision.poolingSide)")
        let limit = tokenLimit ?? file.tokenLimit ?? 280
        try require(
            Self.tokenLimits.contains(limit), "max_soft_tokens",
            "one of \(Self.tokenLimits.map(String.init).joined(separator: ", "))")
        try require(
            limit * vision.poolingSide <= vision.positionCount, "max_soft_tokens",
            "less: the network knows \(vision.positionCount) patches in a row")
        switch file.resample ?? 3 {
        case 2: filter = .bilinear
        case 3: filter = .bicubic
        default:
            throw EncodingError.malformedFile(
                path: path, reason: "the field 'resample' must be 2 or 3")
        }
        scale = file.rescaleFactor ?? 1 / 255
        let normalizes = file.normalizes ?? false
        mean = normalizes ? file.mean ?? [0, 0, 0] : [0, 0, 0]
        deviation = normalizes ? file.deviation ?? [1, 1, 1] : [1, 1, 1]
        try require(
            mean.count == 3 && deviation.count == 3 && deviation.allSatisfy { $0 > 0 },
            "image_std", "three positive numbers, and image_mean three numbers")
        patchSide = vision.patchSide
        poolingSide = vision.poolingSide
        self.tokenLimit = limit
    }

    /// Pixels of the side of a square that becomes a token.
    private var tokenSide: Int { patchSide * poolingSide }

    /// No picture is scaled to a shorter side that is longer than this.
    var longestShortSide: Int {
        Int((Double(tokenLimit).squareRoot() * Double(tokenSide)).rounded(.up))
    }

    /// What a picture is scaled to, divisible by the side of a token.
    func scaledSize(width: Int, height: Int) -> (width: Int, height: Int) {
        let budget = Double(tokenLimit * tokenSide * tokenSide)
        let factor = (budget / Double(width * height)).squareRoot()
        let columns = Int(factor * Double(width) / Double(tokenSide))
        let rows = Int(factor * Double(height) / Double(tokenSide))
        // Of a picture that is very long, one row or column of tokens is left.
        return (
            width: tokenSide * (rows == 0 ? min(width / height, tokenLimit) : max(1, columns)),
            height: tokenSide * (columns == 0 ? min(height / width, tokenLimit) : max(1, rows))
        )
    }

    /// - Returns: rows × columns of patches, each side × side × 3 values.
    func callAsFunction(_ image: PixelBuffer) throws -> (
        rows: Int, columns: Int, patches: [Float]
    ) {
        let size = scaledSize(width: image.width, height: image.height)
        let planes = try ImageResampling.resize(
            image.pixels, width: image.width, height: image.height,
            box: .init(left: 0, top: 0, width: image.width, height: image.height), to: size,
            filter: filter, offset: 0, scale: scale)
        let (rows, columns) = (size.height / patchSide, size.width / patchSide)
        let area = size.width * size.height
        var patches = [Float](repeating: 0, count: 3 * area)
        var target = 0
        for row in 0..<rows {
            for column in 0..<columns {
                for y in row * patchSide..<(row + 1) * patchSide {
                    for x in column * patchSide..<(column + 1) * patchSide {
                        for plane in 0..<3 {
                            patches[target] =
                                (planes[plane * area + y * size.width + x] - mean[plane])
                                / deviation[plane]
                            target += 1
                        }
                    }
                }
            }
        }
        return (rows, columns, patches)
    }
}
