import MediaDecoding
import MediaTypes
import TestSupport
import Testing

/// HEIC and AVIF; the files are explained in Scripts/fixtures/make_heif_fixtures.py.
@Suite struct HEIFTests {
    /// How HEIF turns a picture counts, and an EXIF orientation beside it does not.
    @Test(arguments: ["quarters.heic", "quarters.avif", "turned.heic"])
    func standsUprightInItsColours(name: String) throws {
        let path = try Fixture.path(name)
        let information = try MediaInspector.inspect(path: path)
        #expect(information.type == .image)
        #expect(information.width == 48 && information.height == 32)
        let picture = try ImageDecoding.decode(path: path)
        #expect(picture.width == 48 && picture.height == 32)
        picture.expectQuarters(.fixture, within: 8)
    }

    @Test(arguments: [
        ("quarters.heic", 12, 20, 12), ("quarters.heic", 13, 24, 16), ("turned.heic", 12, 24, 16),
        ("quarters.avif", 10, 16, 11), ("quarters.heic", 500, 48, 32),
    ])
    func isReducedNoFurtherThanAsked(name: String, short: Int, width: Int, height: Int) throws {
        let picture = try ImageDecoding.decode(path: Fixture.path(name), minimumShortSide: short)
        #expect(picture.width == width && picture.height == height)
        picture.expectQuarters(.fixture, within: 12)
    }

    @Test(arguments: [nil, 32])
    func isComposedOnWhite(short: Int?) throws {
        let picture = try ImageDecoding.decode(
            path: Fixture.path("alpha.heic"), minimumShortSide: short)
        picture.expectQuarters(
            [[0, 0, 0], [127, 127, 127], [0, 0, 0], [255, 255, 255]], within: 3)
    }

    @Test(arguments: ["quarters.heic", "quarters.avif", "turned.heic", "alpha.heic"])
    func aTruncatedPictureIsAnError(name: String) throws {
        let folder = try TemporaryDirectory()
        let bytes = try Fixture.bytes(name)
        for part in [0.1, 0.3, 0.6, 0.9, 0.99] {
            let path = try folder.write(
                bytes.prefix(Int(part * Double(bytes.count))), to: "cut.heic")
            #expect(throws: MediaDecodingError.self, "\(name) cut to \(part)") {
                try ImageDecoding.decode(path: path)
            }
        }
    }

    @Test func limitsAreKept() throws {
        let path = try Fixture.path("quarters.heic")
        for limits in [DecodingLimits(maxPixels: 1_000), DecodingLimits(maxSide: 40)] {
            let error = #expect(throws: MediaDecodingError.self) {
                try ImageDecoding.decode(path: path, limits: limits)
            }
            guard case .tooLarge = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func saysWhichCameraItIsOf() throws {
        let metadata = MetadataReader.read(path: try Fixture.path("quarters.heic"), type: .image)
        #expect(metadata.camera == "Trove Test")
    }
}
