import Compute
import Foundation
import MediaTypes

/// `preprocessor_config.json` of a CLIP folder, or `image_processor` in `processor_config.json`: the
/// picture is scaled, its middle cut out, and its
/// values normalised.
///
/// Follows `transformers.CLIPImageProcessorPil`, which scales 8-bit pictures with Pillow; what the
/// file leaves out is as there.
struct CLIPPreprocessing: Sendable {
    /// The file that says how pictures are prepared.
    static func fileName(in directory: String) throws -> String {
        try Configuration.fileName(in: directory)
    }

    /// Width and height of what is cut out.
    let side: Int
    /// The shorter side after scaling; nil where pictures are squeezed into `scaledSize`.
    let shortestEdge: Int?
    let scaledSize: (width: Int, height: Int)
    private let filter: ImageResampling.Filter
    private let scale: Float
    private let mean, deviation: [Float]

    /// - Parameter side: of the pictures that the network sees.
    /// - Throws: `EncodingError` naming the field that makes another preprocessing.
    init(directory: String, side: Int) throws {
        let (file, path) = try Configuration.read(in: directory)
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: path, reason: reason)
        }
        for (name, step) in [
            ("do_resize", file.resizes), ("do_center_crop", file.crops),
            ("do_rescale", file.rescales), ("do_normalize", file.normalizes),
            ("do_convert_rgb", file.convertsToRGB),
        ] where step == false {
            throw malformed("the field '\(name)' is false, CLIP needs this step")
        }
        let crop = file.cropSize ?? .init(shortestEdge: nil, width: 224, height: 224)
        guard crop.shortestEdge ?? crop.width == side, crop.shortestEdge ?? crop.height == side
        else { throw malformed("the field 'crop_size' is not the network's \(side) × \(side)") }
        let size = file.size ?? .init(shortestEdge: 224, width: nil, height: nil)
        shortestEdge = size.shortestEdge
        scaledSize = (size.width ?? 0, size.height ?? 0)
        let smallest = size.shortestEdge ?? min(scaledSize.width, scaledSize.height)
        guard smallest >= side, max(smallest, scaledSize.width, scaledSize.height) <= 16_384 else {
            throw malformed("the field 'size' must be from \(side) to 16384")
        }
        switch file.resample ?? 3 {
        case 2: filter = .bilinear
        case 3: filter = .bicubic
        case let other: throw malformed("the field 'resample' is \(other), 2 and 3 are known")
        }
        scale = file.rescaleFactor ?? 1 / 255
        mean = file.mean ?? [0.48145466, 0.4578275, 0.40821073]
        deviation = file.deviation ?? [0.26862954, 0.26130258, 0.27577711]
        guard mean.count == 3, deviation.count == 3, scale > 0,
            deviation.allSatisfy({ $0 > 0 })
        else { throw malformed("image_mean, image_std or rescale_factor are out of range") }
        self.side = side
    }

    /// 3 × `side` × `side` values, plane after plane.
    func callAsFunction(_ image: PixelBuffer) throws -> [Float] {
        var size = scaledSize
        if let shortestEdge {
            func scaled(_ extent: Int) -> Int { shortestEdge * extent / image.shortSide }
            size = (scaled(image.width), scaled(image.height))
        }
        var values = try ImageResampling.resize(
            image.pixels, width: image.width, height: image.height,
            box: .init(left: 0, top: 0, width: image.width, height: image.height), to: size,
            window: .init(
                left: (size.width - side) / 2, top: (size.height - side) / 2, width: side,
                height: side),
            filter: filter, offset: 0, scale: scale)
        let count = side * side
        for plane in 0..<3 {
            for index in plane * count..<(plane + 1) * count {
                values[index] = (values[index] - mean[plane]) / deviation[plane]
            }
        }
        return values
    }

    /// One number for the shorter side, or names for one or both sides.
    private struct Size: Decodable {
        let shortestEdge, width, height: Int?

        enum CodingKeys: String, CodingKey {
            case width, height
            case shortestEdge = "shortest_edge"
        }

        init(shortestEdge: Int?, width: Int?, height: Int?) {
            self.shortestEdge = shortestEdge
            self.width = width
            self.height = height
        }

        init(from decoder: any Decoder) throws {
            if let edge = try? decoder.singleValueContainer().decode(Int.self) {
                self.init(shortestEdge: edge, width: nil, height: nil)
                return
            }
            let values = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                shortestEdge: try values.decodeIfPresent(Int.self, forKey: .shortestEdge),
                width: try values.decodeIfPresent(Int.self, forKey: .width),
                height: try values.decodeIfPresent(Int.self, forKey: .height))
        }
    }

    private struct Configuration: ProcessorConfiguration {
        static var part: String { "image_processor" }

        let resizes, crops, rescales, normalizes, convertsToRGB: Bool?
        let size, cropSize: Size?
        let resample: Int?
        let rescaleFactor: Float?
        let mean, deviation: [Float]?

        enum CodingKeys: String, CodingKey {
            case size, resample
            case resizes = "do_resize"
            case crops = "do_center_crop"
            case rescales = "do_rescale"
            case normalizes = "do_normalize"
            case convertsToRGB = "do_convert_rgb"
            case cropSize = "crop_size"
            case rescaleFactor = "rescale_factor"
            case mean = "image_mean"
            case deviation = "image_std"
        }
    }
}
