import Foundation

/// Bytes of files, and changes to them that leave checksums right.
enum TestFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Puts the right checksum behind a PNG's header chunk.
    static func repairPNGHeader(_ bytes: inout [UInt8]) {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes[12..<29] {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc ^= 0xFFFF_FFFF
        for index in 0..<4 {
            bytes[29 + index] = UInt8(truncatingIfNeeded: crc >> (24 - 8 * index))
        }
    }

    /// A WAV file of floats or 16-bit integers.
    /// - Parameter claimedBytes: what the header says the data's size is, if not the truth.
    static func wav(
        _ samples: [Float], sampleRate: Int, channels: Int = 1, asFloat: Bool = false,
        claimedBytes: UInt32? = nil
    ) -> [UInt8] {
        let width = asFloat ? 4 : 2
        let dataSize = claimedBytes ?? UInt32(samples.count * width)
        var bytes = Array("RIFF".utf8)
        func append(_ value: UInt32, _ count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        append(36 &+ dataSize, 4)
        bytes += Array("WAVEfmt ".utf8)
        append(16, 4)
        append(asFloat ? 3 : 1, 2)
        append(UInt32(channels), 2)
        append(UInt32(sampleRate), 4)
        append(UInt32(sampleRate * channels * width), 4)
        append(UInt32(channels * width), 2)
        append(UInt32(width * 8), 2)
        bytes += Array("data".utf8)
        append(dataSize, 4)
        for sample in samples {
            if asFloat {
                append(sample.bitPattern, 4)
            } else {
                append(UInt32(bitPattern: Int32(sample * 32_767)), 2)
            }
        }
        return bytes
    }
}
