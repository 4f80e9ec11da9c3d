import MediaDecoding
import TestSupport
import Testing

@Suite struct DamagedImageTests {
    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func error(of path: String) -> MediaDecodingError? {
        #expect(throws: MediaDecodingError.self) { try ImageDecoding.decode(path: path) }
    }

    @Test(arguments: [
        "orientation1.jpg", "progressive.jpg", "cmyk.jpg", "interlaced.png", "orientation6.png",
    ])
    func aTruncatedPictureIsAnError(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for part in [0.3, 0.6, 0.9, 0.99] {
            let path = try folder.write(bytes.prefix(Int(part * Double(bytes.count))), to: name)
            guard case .truncated = error(of: path) else {
                Issue.record("\(name) cut to \(part) is not called truncated")
                continue
            }
        }
    }

    @Test(arguments: ["webp", "bmp", "tiff", "gif"])
    func aTruncatedPictureByLibavIsAnError(format: String) throws {
        let whole = try folder.file("whole." + format)
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc=s=256x192:r=1:d=1", "-frames:v", "1", whole,
        ])
        let bytes = try TestFile.bytes(whole)
        for part in [0.3, 0.6, 0.9] {
            let path = try folder.write(
                bytes.prefix(Int(part * Double(bytes.count))), to: "cut." + format)
            #expect(throws: MediaDecodingError.self, "\(format) cut to \(part)") {
                try ImageDecoding.decode(path: path)
            }
        }
    }

    @Test func aTruncatedJPEGThatWasClosedAgainIsAnError() throws {
        let whole = try folder.file("whole.jpg")
        try FFmpeg.run(["-f", "lavfi", "-i", "testsrc=s=256x192:r=1:d=1", "-frames:v", "1", whole])
        let bytes = try TestFile.bytes(whole)
        let path = try folder.write(bytes.prefix(bytes.count / 2) + [0xFF, 0xD9], to: "closed.jpg")
        guard case .truncated = error(of: path) else {
            Issue.record("half a JPEG with an end marker is not called truncated")
            return
        }
    }

    @Test func textNamedJPEG() throws {
        let path = try folder.write("Not a picture, just words.\n".utf8, to: "words.jpg")
        #expect(error(of: path) == .unsupportedFormat("not a picture but plain text"))
        let found = #expect(throws: MediaDecodingError.self) {
            try MediaInspector.inspect(path: path)
        }
        #expect(found == .unsupportedFormat("plain text"))
        #expect(found?.description == "unsupported format: plain text")
    }

    @Test(arguments: ["empty.jpg", "empty.wav", "empty.mp4"])
    func zeroBytes(name: String) throws {
        let path = try folder.write([], to: name)
        #expect(throws: MediaDecodingError.empty) { try ImageDecoding.decode(path: path) }
        #expect(throws: MediaDecodingError.empty) { try MediaInspector.inspect(path: path) }
        #expect(throws: MediaDecodingError.empty) {
            try AudioReader(path: path, sampleRate: 16_000)
        }
        #expect(throws: MediaDecodingError.empty) { try KeyframeReader(path: path) }
    }

    @Test func missingFilesAndFolders() throws {
        #expect(
            error(of: folder.path + "/none.jpg")
                == .notReadable(reason: "No such file or directory"))
        #expect(error(of: folder.path) == .notRegularFile)
    }

    @Test func aHugePNGIsRefusedByItsHeader() throws {
        // A complete header of 65,000 × 65,000 pixels and the beginning of data that never comes.
        var bytes = try Fixture.bytes("interlaced.png")
        for offset in [16, 20] {
            bytes.replaceSubrange(offset..<offset + 4, with: [0, 0, 0xFD, 0xE8])
        }
        bytes[28] = 0  // not interlaced
        TestFile.repairPNGHeader(&bytes)
        let path = try folder.write(bytes, to: "huge.png")
        guard case .tooLarge(let what) = error(of: path) else {
            Issue.record("a PNG of 65,000 × 65,000 pixels is not called too large")
            return
        }
        #expect(what.contains("65000 × 65000"))
        guard
            case .tooLarge = #expect(
                throws: MediaDecodingError.self,
                performing: { try ImageDecoding.decode(path: path, minimumShortSide: 224) })
        else {
            Issue.record("nor when reduced")
            return
        }
    }

    @Test func limitsAreTheCallers() throws {
        let path = try Fixture.path("progressive.jpg")
        let strict = DecodingLimits(maxPixels: 1_000)
        guard
            case .tooLarge = #expect(
                throws: MediaDecodingError.self,
                performing: { try ImageDecoding.decode(path: path, limits: strict) })
        else {
            Issue.record("48 × 32 pixels pass a limit of 1,000")
            return
        }
        // Row by row and reduced, the same number of source pixels is fine.
        let reduced = try ImageDecoding.decode(
            path: Fixture.path("orientation1.jpg"), minimumShortSide: 16, limits: strict)
        #expect(reduced.width == 24)
    }
}
