import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import Ingestion

/// What a worker that fell into wrong hands could send.
@Suite struct MessageConnectionTests {
    /// The reply that these bytes make, with a body of up to 100 bytes.
    private func receive(_ bytes: [UInt8]) throws -> (head: DecodingReply, body: [UInt8]) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let connection = MessageConnection(descriptor: ends[0])
        #expect(write(ends[1], bytes, bytes.count) == bytes.count)
        close(ends[1])
        return try connection.receive(DecodingReply.self, bodyUpTo: 100)
    }

    private func message(_ head: String, body: [UInt8] = [], claiming count: UInt64? = nil)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        for length in [UInt64(head.utf8.count), count ?? UInt64(body.count)] {
            withUnsafeBytes(of: length.littleEndian) { bytes += $0 }
        }
        return bytes + Array(head.utf8) + body
    }

    @Test func messagesArrive() throws {
        let reply = try receive(
            message(#"{"picture":{"width":2,"height":1}}"#, body: [1, 2, 3, 4, 5, 6]))
        guard case .picture(2, 1) = reply.head else {
            Issue.record("\(reply.head)")
            return
        }
        #expect(reply.body == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [101, UInt64.max, UInt64(Int64.max), 1 << 40])
    func lengthsAreCheckedBeforeMemoryIsTaken(count: UInt64) throws {
        #expect(throws: MessageConnection.Failure.nonsense) {
            try receive(message(#"{"samples":{}}"#, claiming: count))
        }
        var bytes = message("{}")
        withUnsafeBytes(of: count.littleEndian &+ (1 << 32)) {
            bytes.replaceSubrange(0..<8, with: $0)
        }
        #expect(throws: MessageConnection.Failure.nonsense) { try receive(bytes) }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"keyframe":{"_0":{"start":2,"end":1},"width":1,"height":1}}"#,
        #"{"keyframe":{"_0":{"start":0,"end":"inf"},"width":1,"height":1}}"#,
        #"{"metadata":{"_0":{"place":{"latitude":91,"longitude":0},"tags":[],"captions":[],"subtitles":[]}}}"#,
        #"{"bogus":{}}"#, "null",
    ])
    func nonsenseIsRefused(head: String) throws {
        #expect(throws: MessageConnection.Failure.nonsense) { try receive(message(head)) }
    }

    @Test func endsAreNoticedEverywhere() throws {
        let whole = message(#"{"samples":{}}"#, body: [1, 2, 3, 4])
        for count in 0..<whole.count {
            #expect(throws: MessageConnection.Failure.closed) {
                try receive(Array(whole[..<count]))
            }
        }
    }

    @Test func noiseIsAnError() throws {
        var random = SeededGenerator(seed: 3)
        let whole = message(#"{"picture":{"width":2,"height":1}}"#, body: [1, 2, 3, 4, 5, 6])
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            _ = try? receive(bytes)
        }
    }
}
