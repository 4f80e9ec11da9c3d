import Foundation
import MediaTypes
import Testing
import VectorIndex

/// Files of every version that was ever written are opened for ever.
///
/// `version-1.hnsw` was made by the first version of Trove that had index files, from the vectors of
/// `GraphSample(clusters: 8, count: 120, dimension: 20, seed: 61)` with m 4 and efConstruction 40.
/// It is never made anew.
@Suite struct FormatVersionTests {
    private static let fixtures = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")

    /// Ids that were the nearest five to the sample's queries 0…4, by an exact scan.
    private struct Expected: Decodable {
        let nearest: [[Int64]]
    }

    @Test func versionOneIsRead() throws {
        let folder = try #require(Self.fixtures)
        let index = try HNSWIndex(file: folder.appendingPathComponent("version-1.hnsw").path)
        try index.verify()
        #expect(index.space == "the space of version 1")
        #expect(index.count == 120 && index.dimension == 20)
        let expected = try JSONDecoder().decode(
            Expected.self,
            from: Data(contentsOf: folder.appendingPathComponent("version-1.json")))
        let sample = GraphSample(clusters: 8, count: 120, dimension: 20, seed: 61)
        for (number, ids) in expected.nearest.enumerated() {
            let found = try index.search(sample.query(UInt64(number)), limit: 5)
            #expect(found.map(\.id) == ids)
        }
    }
}
