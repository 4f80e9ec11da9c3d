import Foundation

/// One end of a stream socket over which messages go: a head in JSON, and a body of bytes that needs
/// no coding, such as pixels.
///
/// Before them stand both lengths, 64 bits each, little-endian; they are checked against limits
/// before memory is taken. Used from one thread at a time.
final class MessageConnection {
    /// The other side is gone, or what it sends is no message.
    enum Failure: Error {
        case closed
        case nonsense
    }

    /// Bytes; subtitles are the longest heads.
    private static let largestHead = 64 << 20

    private let descriptor: Int32

    /// - Parameter descriptor: of the socket, closed with this value.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// - Throws: `.closed`, and what `head` throws.
    func send(_ head: some Encodable, body: UnsafeRawBufferPointer = .init(start: nil, count: 0))
        throws
    {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let json = try encoder.encode(head)
        var message = [UInt8]()
        for count in [json.count, body.count] {
            withUnsafeBytes(of: UInt64(count).littleEndian) { message += $0 }
        }
        message += json
        try message.withUnsafeBytes { try write($0) }
        try write(body)
    }

    /// - Parameter limit: bytes that the body may have.
    /// - Throws: `Failure`.
    func receive<Head: Decodable>(_ type: Head.Type, bodyUpTo limit: Int) throws
        -> (head: Head, body: [UInt8])
    {
        let prefix = try read(16)
        let lengths = prefix.withUnsafeBytes { bytes in
            [0, 8].map {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
            }
        }
        guard lengths[0] <= UInt64(Self.largestHead), lengths[1] <= UInt64(max(0, limit)) else {
            throw Failure.nonsense
        }
        let json = try read(Int(lengths[0]))
        let body = try read(Int(lengths[1]))
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let head = try? decoder.decode(type, from: Data(json)) else { throw Failure.nonsense }
        return (head, body)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Foundation.send(descriptor, start, rest.count, Int32(MSG_NOSIGNAL))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .closed }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    private func read(_ count: Int) throws(Failure) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Foundation.recv(
                    descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, 0)
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { break }
                filled += got
            }
        }
        guard bytes.count == count else { throw .closed }
        return bytes
    }
}
