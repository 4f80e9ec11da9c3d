import Testing

@testable import Retrieval

@Suite struct CSVReaderTests {
    private func fields(_ text: String) throws -> [[String]] {
        try CSVReader.rows(of: text).map(\.fields)
    }

    @Test func plainRows() throws {
        #expect(try fields("a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
        #expect(try fields("a,b\r\n1,\r\n,") == [["a", "b"], ["1", ""], ["", ""]])
        #expect(try fields("").isEmpty)
        #expect(try fields("\n\r\na\n\n") == [["a"]])
        #expect(try fields("\u{FEFF}é,b") == [["é", "b"]])
    }

    @Test func quotedFields() throws {
        #expect(
            try fields("\"a, b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"")
                == [["a, b", "say \"hi\""], ["two\nlines", ""]])
        #expect(try fields("a\"b,c") == [["a\"b", "c"]])
    }

    @Test func linesAreCounted() throws {
        #expect(try CSVReader.rows(of: "a\n\n\"x\ny\"\nz").map(\.line) == [1, 3, 5])
    }

    @Test func brokenQuotesAreRefused() {
        #expect(throws: EvaluationError.malformedCSV(line: 2, reason: "a quote is never closed")) {
            try CSVReader.rows(of: "a\n\"b\nc")
        }
        #expect(
            throws: EvaluationError.malformedCSV(
                line: 1, reason: "a quoted field goes on after its quote")
        ) {
            try CSVReader.rows(of: "\"a\"b,c\n")
        }
    }
}
