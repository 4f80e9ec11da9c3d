import Catalog
import Encoding
import Testing

@testable import Ingestion

@Suite struct SegmentBatcherTests {
    private func item(_ number: Float) -> SegmentBatcher.Item {
        let file = SourceFile(
            path: "/a", fingerprint: FileFingerprint(size: 1, modified: 1, changed: 1, inode: 1),
            hash: ContentHash(bytes: [UInt8](repeating: 0, count: 16)), isChanged: false,
            type: .image)
        return SegmentBatcher.Item(
            input: PreparedInput(shape: [1], values: [number]),
            assembly: AssetAssembly(file: file), slot: 0)
    }

    @Test(arguments: [(7, 2, [4, 2, 1]), (1, 4, [1]), (6, 1, [6]), (5, 3, [2, 1, 1, 1])])
    func theRestIsSharedAmongThreads(items: Int, threads: Int, shares: [Int]) {
        let batcher = SegmentBatcher()
        for number in 0..<items { #expect(batcher.add(item(Float(number)), .audio).isEmpty) }
        var taken: [[Float]] = []
        while let batch = batcher.takeRest(among: threads) {
            #expect(batch.modality == .audio)
            taken.append(batch.items.map { $0.input.values[0] })
        }
        #expect(taken.map(\.count) == shares)
        #expect(taken.flatMap { $0 } == (0..<items).map(Float.init))
    }
}
