import Catalog
import Encoding
import Foundation
import Retrieval

// How long a text query takes in a library of 100,000 segments, with all standard stages, from the
// text to the ranked results: with its words and without, with filters that leave half of the
// library, and without the index, by a scan. The library is open; one thread.
//
//     swift run -c release SearchLatency FOLDER [PHOTOS]
//
// FOLDER keeps the library between runs; of 60,000 photos it has 100,000 segments. Needs the starter
// space.
let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first, arguments.count <= 2,
    let photos = arguments.count == 2 ? arguments.last.flatMap({ Int($0) }) : 60_000
else {
    FileHandle.standardError.write(Data("usage: SearchLatency FOLDER [PHOTOS]\n".utf8))
    exit(2)
}
let space = try SpaceStore().load("starter", modalities: [.text])
let library = SyntheticLibrary(folder: folder, space: space, photos: photos)
try library.makeUnlessThere()
let catalog = try Catalog(library: library.folder, access: .read)
print("\(try catalog.counts().embeddings.values.reduce(0, +)) segments")

/// Opens the library and searches once.
func opened(_ name: String) throws -> SearchEngine {
    let begin = ContinuousClock.now
    let engine = try SearchEngine(catalog: catalog, space: space)
    _ = try engine.search(Query([space.part(of: .text("a first search"))]))
    let milliseconds = (ContinuousClock.now - begin) / .milliseconds(1)
    print(
        name.padding(toLength: 28, withPad: " ", startingAt: 0)
            + String(format: "%.1f ms", milliseconds))
    return engine
}

let encoding = try Latency(of: SyntheticLibrary.texts) { _ = try space.part(of: .text($0)) }
print("encoding the text:          \(encoding)")

func measure(
    _ name: String, in engine: SearchEngine, withWords: Bool = true,
    _ filter: AssetFilter = AssetFilter()
) throws {
    let latency = try Latency(of: SyntheticLibrary.texts) { text in
        let part = try space.part(of: .text(text))
        let words = withWords ? text.split(separator: " ").map(String.init) : []
        _ = try engine.search(Query([part], words: words, filter: filter))
    }
    print(name.padding(toLength: 28, withPad: " ", startingAt: 0) + "\(latency)")
}

let indexed = try opened("first search:")
try measure("text query:", in: indexed)
try measure("without keywords:", in: indexed, withWords: false)
var dates = AssetFilter()
dates.from = library.middle
try measure("after the middle date:", in: indexed, dates)
var camera = AssetFilter()
camera.camera = SyntheticLibrary.cameras[0]
try measure("of one of two cameras:", in: indexed, camera)

let aside = catalog.indexFolder + ".aside"
try FileManager.default.moveItem(atPath: catalog.indexFolder, toPath: aside)
defer { try? FileManager.default.moveItem(atPath: aside, toPath: catalog.indexFolder) }
let scanned = try opened("first search, by a scan:")
try measure("text query, by a scan:", in: scanned)
