import Catalog
import Encoding
import Foundation
import Retrieval

// How long a text query takes in a library of 100,000 segments, with all standard stages, from the
// text to the ranked results: with its words and without, and with filters that leave half of the
// library. The library is open; one thread.
//
//     swift run -c release SearchLatency FOLDER
//
// FOLDER keeps the library between runs. Needs the starter space.
guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: SearchLatency FOLDER\n".utf8))
    exit(2)
}
let space = try SpaceStore().load("starter", modalities: [.text])
let library = SyntheticLibrary(folder: CommandLine.arguments[1], space: space)
try library.makeUnlessThere()
let catalog = try Catalog(library: library.folder, access: .read)

let opening = ContinuousClock.now
let engine = try SearchEngine(catalog: catalog, space: space)
_ = try engine.search(Query([space.part(of: .text("a first search"))]))
let opened = ContinuousClock.now - opening

let segments = try catalog.counts().embeddings.values.reduce(0, +)
print(
    String(
        format: "%d segments; first search, opening the index: %.0f ms", segments,
        opened / .milliseconds(1)))

let encoding = try Latency(of: SyntheticLibrary.texts) { _ = try space.part(of: .text($0)) }
print("encoding the text:          \(encoding)")

func measure(_ name: String, withWords: Bool = true, _ filter: AssetFilter = AssetFilter()) throws {
    let latency = try Latency(of: SyntheticLibrary.texts) { text in
        let part = try space.part(of: .text(text))
        let words = withWords ? text.split(separator: " ").map(String.init) : []
        _ = try engine.search(Query([part], words: words, filter: filter))
    }
    print(name.padding(toLength: 28, withPad: " ", startingAt: 0) + "\(latency)")
}

try measure("text query:")
try measure("without keywords:", withWords: false)
var dates = AssetFilter()
dates.from = SyntheticLibrary.middle
try measure("after the middle date:", dates)
var camera = AssetFilter()
camera.camera = SyntheticLibrary.cameras[0]
try measure("of one of two cameras:", camera)
