import Catalog
import Encoding
import MediaTypes
import Retrieval
import TestSupport

/// A library in a temporary folder, filled with vectors that a test chooses.
struct TestLibrary {
    let folder: TemporaryDirectory
    let catalog: Catalog
    let spaceID: SpaceID
    private var contents: UInt64 = 0

    init(space: Space = .plain) throws {
        folder = try TemporaryDirectory()
        catalog = try Catalog(library: folder.path)
        spaceID = try catalog.registerSpace(
            identity: space.identity, name: space.name, dimension: space.dimension,
            preprocessingVersion: space.preprocessingVersion)
    }

    /// A part of an asset; `range` is nil in a photo.
    typealias Part = (modality: Modality, range: TimeRange?, vector: [Float])

    mutating func add(
        _ path: String, _ type: MediaType, _ parts: [Part], _ metadata: MediaMetadata? = nil
    ) throws {
        contents += 1
        try add(path, type, parts, content: contents, metadata)
    }

    /// A large photo with its crops.
    mutating func addPhoto(_ path: String, whole: [Float], crops: [(Crop, [Float])]) throws {
        contents += 1
        let segments = [(nil, whole)] + crops.map { (Optional($0.0), $0.1) }
        try record(
            path, .image, content: contents,
            segments.compactMap { crop, vector in
                Embedding(normalizing: vector).map {
                    EncodedSegment(modality: .image, range: nil, crop: crop, embedding: $0)
                }
            })
    }

    /// Shows one content at several paths.
    func add(
        _ path: String, _ type: MediaType, _ parts: [Part], content: UInt64,
        _ metadata: MediaMetadata? = nil
    ) throws {
        try record(
            path, type, content: content,
            parts.compactMap { part in
                Embedding(normalizing: part.vector).map {
                    EncodedSegment(modality: part.modality, range: part.range, embedding: $0)
                }
            }, metadata)
    }

    private func record(
        _ path: String, _ type: MediaType, content: UInt64, _ segments: [EncodedSegment],
        _ metadata: MediaMetadata? = nil
    ) throws {
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: content >> (8 * ($0 % 8))) }
        try catalog.recordIndexed(
            path: path,
            fingerprint: FileFingerprint(size: 1, modified: 1, changed: 1, inode: content),
            asset: AssetDescription(
                hash: ContentHash(bytes: bytes), byteSize: 1, type: type,
                duration: type == .image ? nil : 60,
                metadata: metadata.map {
                    RecordedMetadata(values: $0, hasSound: false, version: 1)
                }),
            segments: segments, in: spaceID)
    }
}

extension Space {
    /// Four dimensions, and an encoder for text alone.
    static let plain = Space(
        name: "plain", identity: "plain-1", dimension: 4, preprocessingVersion: 1,
        text: LetterEncoder())
}

/// Encodes a text by how often it has the letters a, b, c and d.
struct LetterEncoder: TextEncoder {
    var precision: Precision { .f32 }

    func encode(_ texts: [String]) throws -> [Embedding] {
        texts.compactMap { text in
            Embedding(normalizing: "abcd".map { letter in Float(text.count { $0 == letter }) })
        }
    }
}

/// A unit vector of which the first component, and so the cosine with `a`, is `cosine`.
func vector(_ cosine: Float) -> [Float] {
    [cosine, (1 - cosine * cosine).squareRoot(), 0, 0]
}

func seconds(_ start: Double, _ end: Double) -> TimeRange {
    TimeRange(start: start, end: end)
}
