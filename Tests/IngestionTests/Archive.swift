import Catalog
import Encoding
import Foundation
import Ingestion
import MediaTypes
import Synchronization
import TestSupport

/// A folder of media files and a library beside it, both temporary.
struct Archive {
    /// A segment by what a search would see of it.
    struct Found: Hashable {
        let path: String
        let modality: Modality
        let range: TimeRange?
        var crop: Crop?
        let vector: [Float]
    }

    let directory: TemporaryDirectory
    let catalog: Catalog

    var root: String { directory.path + "/archive" }

    init(directory: TemporaryDirectory, catalog: Catalog) {
        self.directory = directory
        self.catalog = catalog
    }

    init() throws {
        directory = try TemporaryDirectory()
        catalog = try Catalog(library: directory.path + "/library")
        try FileManager.default.createDirectory(
            atPath: directory.path + "/archive", withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { root + "/" + name }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try directory.write(Array(text.utf8), to: "archive/" + name)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }

    func index(
        _ roots: [String]? = nil, space: Space = .fake(), threads: Int = 2,
        options: IndexOptions = .withoutGrace,
        media: any MediaReading = FakeMedia(), observer: (any IndexObserver)? = nil,
        interruption: Interruption = Interruption()
    ) throws -> IndexSummary {
        var options = options
        options.threads = threads
        return try IndexRun(
            roots: roots ?? [root], catalog: catalog, space: space, options: options, media: media,
            observer: observer
        ).execute(interruption: interruption)
    }

    /// Everything that a search could find in the space.
    func found(identity: String = "fake-1") throws -> [Found] {
        guard let space = try catalog.space(identity: identity) else { return [] }
        var vectors: [SegmentID: [Float]] = [:]
        try catalog.forEachEmbedding(in: space.id) { vectors[$0.id] = $1 }
        return try catalog.segments(ids: vectors.keys.sorted()).map { segment in
            Found(
                path: String(segment.asset.path.dropFirst(root.count + 1)),
                modality: segment.modality, range: segment.range, crop: segment.crop,
                vector: vectors[segment.id] ?? [])
        }
    }

    func foundPaths() throws -> [String] { Set(try found().map(\.path)).sorted() }
}

extension IndexOptions {
    /// What is deleted is forgotten at once.
    static var withoutGrace: IndexOptions {
        var options = IndexOptions()
        options.grace = 0
        return options
    }
}

/// Remembers what it was told.
final class Recorder: IndexObserver {
    private let recorded = Mutex<[IndexEvent]>([])

    var events: [IndexEvent] { recorded.withLock { $0 } }

    func observe(_ event: IndexEvent) { recorded.withLock { $0.append(event) } }
}
