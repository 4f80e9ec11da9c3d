import Catalog
import Encoding
import Foundation
import Retrieval

// How long a text query takes in a library of 100,000 segments, with all standard stages, from the
// text to the ranked results. The library is open; one thread.
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

var milliseconds: [Double] = []
var encoding = 0.0
for text in SyntheticLibrary.texts {
    let start = ContinuousClock.now
    let part = try space.part(of: .text(text))
    encoding += (ContinuousClock.now - start) / .milliseconds(1)
    _ = try engine.search(Query([part], words: text.split(separator: " ").map(String.init)))
    milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
}
milliseconds.sort()
let median = milliseconds[milliseconds.count / 2]
let slow = milliseconds[milliseconds.count * 99 / 100]
let segments = try catalog.counts().embeddings.values.reduce(0, +)
print(
    String(
        format: """
            %d segments, %d text queries: p50 %.1f ms, p99 %.1f ms, of which encoding %.1f ms
            first search, reading all embeddings: %.0f ms
            """,
        segments, milliseconds.count, median, slow,
        encoding / Double(milliseconds.count), opened / .milliseconds(1)))
