import MediaDecoding
import Testing

@Suite struct OrientationTests {
    static let files =
        (1...8).map { "orientation\($0).jpg" }
        + ["orientation6.png", "orientation6.tiff", "orientation6.webp"]

    @Test(arguments: files)
    func picturesStandUpright(name: String) throws {
        let path = try Fixture.path(name)
        let information = try MediaInspector.inspect(path: path)
        #expect(information.width == 48 && information.height == 32)
        let picture = try ImageDecoding.decode(path: path)
        #expect(picture.width == 48 && picture.height == 32)
        picture.expectQuarters(.fixture, within: 4)
    }

    @Test(arguments: files)
    func reducedPicturesStandUpright(name: String) throws {
        let picture = try ImageDecoding.decode(path: Fixture.path(name), minimumShortSide: 16)
        #expect(picture.width == 24 && picture.height == 16)
        picture.expectQuarters(.fixture, within: 12)
    }
}
