import MediaTypes
import Testing

@Suite struct CropTests {
    /// Each pixel says where it is.
    private static let picture = PixelBuffer(
        width: 10, height: 5,
        pixels: (0..<5).flatMap { y in (0..<10).flatMap { x in [UInt8(x), UInt8(y), 0] } })

    @Test func aCropHoldsItsPartOfThePicture() {
        let part = Self.picture.cropped(to: Crop(left: 0.4, top: 0, width: 0.6, height: 0.6))
        #expect((part.width, part.height) == (6, 3))
        #expect(part.pixels.prefix(3) == [4, 0, 0])
        #expect(part.pixels.suffix(3) == [9, 2, 0])
    }

    @Test func theWholeIsTheSame() {
        #expect(
            Self.picture.cropped(to: Crop(left: 0, top: 0, width: 1, height: 1)) == Self.picture)
    }

    @Test(arguments: [0.0, 0.5, 0.999_999])
    func aSliverHasAPixel(place: Double) {
        let sliver = Crop(left: place, top: place, width: 1e-6, height: 1e-6)
        let part = Self.picture.cropped(to: sliver)
        #expect((part.width, part.height) == (1, 1))
        #expect(part.pixels[0] == UInt8(min(9, (place * 10).rounded())))
    }
}
