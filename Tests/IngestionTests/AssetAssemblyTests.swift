import Catalog
import MediaTypes
import Testing

@testable import Ingestion

@Suite struct AssetAssemblyTests {
    private let assembly = AssetAssembly(
        file: SourceFile(
            path: "/a.jpg",
            fingerprint: FileFingerprint(size: 1, modified: 1, changed: 1, inode: 1),
            hash: ContentHash(bytes: [UInt8](repeating: 1, count: ContentHash.byteCount)),
            isChanged: false, type: .image))
    private let asset = AssetDescription(
        hash: ContentHash(bytes: [UInt8](repeating: 1, count: ContentHash.byteCount)), byteSize: 1,
        type: .image)

    private func embedding() throws -> Embedding {
        try #require(Embedding(normalizing: [1, 0]))
    }

    @Test func anAssetIsRecordedOnceItIsWhole() throws {
        let crop = Crop(left: 0, top: 0, width: 0.5, height: 0.5)
        let slots = [assembly.expect(.image, nil, nil), assembly.expect(.image, nil, crop)]
        #expect(assembly.deliver(try embedding(), to: slots[1]) == nil)
        #expect(assembly.finishDecoding(asset, SegmentPreparation.Outcome()) == nil)
        guard
            case .record(_, _, let segments, _)? = assembly.deliver(
                try embedding(), to: slots[0])
        else {
            Issue.record("the last embedding records the asset")
            return
        }
        #expect(segments.map(\.crop) == [nil, crop])
    }

    /// A file may fail in one batch while another thread has the rest of it in hand.
    @Test func whatComesAfterAFailureIsDropped() throws {
        let slots = [assembly.expect(.image, nil, nil), assembly.expect(.image, nil, nil)]
        #expect(assembly.fail(.encode, reason: "refused") != nil)
        #expect(assembly.deliver(try embedding(), to: slots[1]) == nil)
        #expect(assembly.finishDecoding(asset, SegmentPreparation.Outcome()) == nil)
        #expect(assembly.fail(.encode, reason: "again") == nil)
    }
}
