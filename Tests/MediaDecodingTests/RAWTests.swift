import MediaDecoding
import MediaTypes
import TestSupport
import Testing

/// Camera RAW; the files are explained in Scripts/fixtures/make_raw_fixtures.py.
@Suite struct RAWTests {
    static let files = ["preview.dng", "small-preview.dng", "no-preview.dng"]

    /// The bytes of a file whose preview no longer begins as a JPEG file does.
    private func bytesWithBrokenPreview(_ name: String) throws -> [UInt8] {
        var bytes = try Fixture.bytes(name)
        let start = try #require(
            bytes.indices.dropLast(2).last { bytes[$0...].starts(with: [0xFF, 0xD8, 0xFF]) })
        bytes.replaceSubrange(start..<start + 3, with: [0, 0, 0])
        return bytes
    }

    @Test(arguments: files)
    func standsUprightInItsColours(name: String) throws {
        let path = try Fixture.path(name)
        let information = try MediaInspector.inspect(path: path)
        #expect(information.type == .image)
        #expect(information.width == 64 && information.height == 96)
        let picture = try ImageDecoding.decode(path: path)
        #expect(picture.width == 64 && picture.height == 96)
        picture.expectQuarters(.fixture, within: 20)
    }

    @Test(arguments: [
        ("preview.dng", 16, 16), ("small-preview.dng", 32, 32), ("no-preview.dng", 20, 32),
    ])
    func isReducedNoFurtherThanAsked(name: String, short: Int, expected: Int) throws {
        let picture = try ImageDecoding.decode(path: Fixture.path(name), minimumShortSide: short)
        #expect(picture.shortSide == expected)
        picture.expectQuarters(.fixture, within: 20)
    }

    /// A preview that suffices is taken, whatever the sensor's values would show.
    @Test func aSmallPreviewIsTakenWhereItSuffices() throws {
        let picture = try ImageDecoding.decode(
            path: Fixture.path("small-preview.dng"), minimumShortSide: 16)
        #expect(picture.width == 16 && picture.height == 24)
        #expect(picture.quarters.allSatisfy { $0.allSatisfy { abs($0 - 128) < 6 } })
    }

    @Test func aDamagedPreviewLeavesTheSensorsValues() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(bytesWithBrokenPreview("preview.dng"), to: "a.dng")
        let picture = try ImageDecoding.decode(path: path, minimumShortSide: 32)
        #expect(picture.width == 32 && picture.height == 48)
        // They are all alike, and not the preview's quarters.
        #expect(Set(picture.quarters).count == 1)
    }

    @Test func aFileCutOffBeforeItsPreviewEndsIsAnError() throws {
        let folder = try TemporaryDirectory()
        let bytes = try Fixture.bytes("preview.dng")
        let cut = try folder.write(bytes.prefix(bytes.count / 2), to: "cut.dng")
        #expect(throws: MediaDecodingError.self) { try ImageDecoding.decode(path: cut) }
    }

    @Test(arguments: [0.3, 0.6, 0.9, 0.99])
    func sensorValuesThatAreCutOffAreTruncated(part: Double) throws {
        let folder = try TemporaryDirectory()
        let bytes = try Fixture.bytes("no-preview.dng")
        let cut = try folder.write(
            bytes.prefix(Int(part * Double(bytes.count))), to: "cut.dng")
        let error = #expect(throws: MediaDecodingError.self) {
            try ImageDecoding.decode(path: cut)
        }
        guard case .truncated = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func limitsAreKeptBeforeSensorValuesAreDeveloped() throws {
        let path = try Fixture.path("no-preview.dng")
        let error = #expect(throws: MediaDecodingError.self) {
            try ImageDecoding.decode(path: path, limits: DecodingLimits(maxPixels: 1_000))
        }
        guard case .tooLarge = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func saysWhichCameraItIsOf() throws {
        let metadata = MetadataReader.read(path: try Fixture.path("preview.dng"), type: .image)
        #expect(metadata.camera == "Trove Test")
    }

    /// A signature alone makes no file of a camera.
    @Test(arguments: ["IIRO", "IIU\0", "FUJIFILMCCD-RAW", "II*\0\u{10}\0\0\0CR\u{2}\0"])
    func aSignatureAndNothingElseIsAnError(signature: String) throws {
        let folder = try TemporaryDirectory()
        let bytes = signature.unicodeScalars.map { UInt8($0.value) }
        let path = try folder.write(bytes + [UInt8](repeating: 7, count: 4_000), to: "a.raf")
        #expect(throws: MediaDecodingError.self) { try MediaInspector.inspect(path: path) }
        #expect(throws: MediaDecodingError.self) { try ImageDecoding.decode(path: path) }
    }
}
