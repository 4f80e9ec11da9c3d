import Catalog
import Encoding
import Foundation
import MediaTypes
import Retrieval

/// A library of photos, and for every 120 of them a video with 20 keyframes and 60 windows of sound.
/// Its vectors lie around the texts' own, so that searches find something. The photos are of two
/// cameras, one an hour.
struct SyntheticLibrary {
    let folder: String
    let space: Space
    let photos: Int

    private static let first = 1_500_000_000

    static let cameras = ["Canon EOS 80D", "NIKON Z 6"]
    /// Half of the photos are older.
    var middle: Date { Date(timeIntervalSince1970: Double(Self.first + 3600 * photos / 2)) }

    static let texts: [String] = {
        let things = [
            "dog", "cat", "child", "car", "boat", "tree", "house", "bird", "bridge", "mountain",
        ]
        let places = [
            "on a beach", "in the snow", "at night", "in a garden", "near a lake", "in the city",
            "under a tree", "on the table", "behind a fence", "in the rain", "by the sea",
            "in a kitchen", "on the grass", "in the mist", "at sunset", "on a road",
            "in the mountains", "at a market", "in an old village", "on a bench",
        ]
        return things.flatMap { thing in places.map { "a \(thing) \($0)" } }
    }()

    func makeUnlessThere() throws {
        guard !FileManager.default.fileExists(atPath: folder + "/catalog.sqlite") else { return }
        FileHandle.standardError.write(Data("making the library, a minute or so\n".utf8))
        let catalog = try Catalog(library: folder)
        let id = try catalog.registerSpace(
            identity: space.identity, name: space.name, dimension: space.dimension,
            preprocessingVersion: space.preprocessingVersion)
        let centres = try Self.texts.map { try space.embedding(of: .text($0)) }
        var generator = SystemRandomNumberGenerator()
        func segment(_ modality: Modality, _ range: TimeRange?) -> EncodedSegment? {
            let centre = centres.randomElement(using: &generator)?.values ?? []
            let noise = 3 / Float(centre.count).squareRoot()
            return Embedding(
                normalizing: centre.map { $0 + .random(in: -noise...noise, using: &generator) }
            ).map { EncodedSegment(modality: modality, range: range, embedding: $0) }
        }
        func record(_ number: Int, _ path: String, _ type: MediaType, _ parts: [EncodedSegment])
            throws
        {
            var metadata = MediaMetadata()
            if type == .image {
                metadata.captured = Int64(Self.first + 3600 * number)
                metadata.camera = Self.cameras[number % 2]
            }
            let bytes = (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 8))) }
            try catalog.recordIndexed(
                path: path,
                fingerprint: FileFingerprint(
                    size: 1, modified: 1, changed: 1, inode: UInt64(number)),
                asset: AssetDescription(
                    hash: ContentHash(bytes: bytes), byteSize: 1, type: type, width: 640,
                    height: 480, duration: type == .image ? nil : 80,
                    metadata: RecordedMetadata(
                        values: metadata, hasSound: type == .video, version: 1)),
                segments: parts, in: id)
        }
        for number in 0..<photos {
            let text = Self.texts[number % Self.texts.count]
                .replacingOccurrences(of: " ", with: "_")
            try record(
                number, "/photos/\(number % 300)/\(text)_\(number).jpg", .image,
                [segment(.image, nil)].compactMap { $0 })
        }
        for number in 0..<photos / 120 {
            let frames = (0..<20).map { index in
                segment(.image, TimeRange(start: Double(4 * index), end: Double(4 * index + 4)))
            }
            let windows = (0..<60).map { index in
                let start = 1.25 * Double(index)
                return segment(.audio, TimeRange(start: start, end: start + 2.5))
            }
            try record(
                photos + number, "/videos/\(number).mp4", .video,
                (frames + windows).compactMap { $0 })
        }
        if let record = try catalog.space(identity: space.identity) {
            // With a file however small it is, to compare.
            try IndexUpdate(catalog: catalog, space: record, smallest: 1, threads: 2).run { _, _ in
            }
        }
        try CalibrationLearner(catalog: catalog, space: space).learn()
    }
}
