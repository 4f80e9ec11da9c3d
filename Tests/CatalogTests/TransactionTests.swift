import Catalog
import Testing

/// Changes that are made together.
@Suite struct TransactionTests {
    private struct Stop: Error {}

    @Test func changesAreSeenWithinAndLaterOutside() throws {
        let fixture = try Fixture()
        let reader = try fixture.reader()
        try fixture.catalog.asOneTransaction {
            try fixture.record("/a", content: 1)
            try fixture.record("/b", content: 2)
            #expect(try fixture.catalog.asset(hash: hash(2), in: fixture.space) != nil)
            #expect(try reader.counts().paths == 0)
        }
        #expect(try reader.counts().paths == 2)
    }

    @Test func anErrorTakesAllBack() throws {
        let fixture = try Fixture()
        #expect(throws: Stop.self) {
            try fixture.catalog.asOneTransaction {
                try fixture.record("/a", content: 1)
                throw Stop()
            }
        }
        #expect(try fixture.catalog.counts().paths == 0)
        // And is over.
        try fixture.record("/b", content: 2)
        #expect(try fixture.reader().counts().paths == 1)
    }
}
