import MediaDecoding
import MediaTypes
import TestSupport
import Testing

/// What every picture format must pass.
@Suite struct ImageFormatTests {
    /// A coding of the fixtures' quarters.
    struct Coding: CustomTestStringConvertible, Sendable {
        var file: String
        var options: [String] = []
        var colours: [Colour] = .fixture
        var tolerance = 2
        var testDescription: String { ([file] + options).joined(separator: " ") }
    }

    static let codings = [
        Coding(file: "a.png", options: ["-pix_fmt", "rgb24"]),
        Coding(file: "a.png", options: ["-pix_fmt", "rgba"]),
        Coding(file: "a.png", options: ["-pix_fmt", "rgb48be"]),
        Coding(file: "a.png", options: ["-pix_fmt", "rgba64be"]),
        Coding(file: "a.png", options: ["-pix_fmt", "gray"], colours: .greyFixture, tolerance: 4),
        Coding(
            file: "a.png", options: ["-pix_fmt", "gray16be"], colours: .greyFixture, tolerance: 4),
        Coding(file: "a.png", options: ["-pix_fmt", "ya8"], colours: .greyFixture, tolerance: 4),
        Coding(file: "a.png", options: ["-vf", "split[a][b];[a]palettegen[p];[b][p]paletteuse"]),
        Coding(
            file: "a.png", options: ["-pix_fmt", "monob"],
            colours: [[0, 0, 0], [255, 255, 255], [0, 0, 0], [255, 255, 255]]),
        Coding(file: "a.jpg", options: ["-pix_fmt", "yuvj444p", "-q:v", "2"], tolerance: 6),
        Coding(file: "a.jpg", options: ["-pix_fmt", "yuvj420p", "-q:v", "2"], tolerance: 6),
        Coding(file: "a.webp", options: ["-lossless", "1", "-pix_fmt", "bgra"]),
        Coding(
            file: "a.webp", options: ["-quality", "95", "-pix_fmt", "yuv420p"], tolerance: 10),
        Coding(file: "a.gif", options: ["-vf", "split[a][b];[a]palettegen[p];[b][p]paletteuse"]),
        Coding(file: "a.bmp", options: ["-pix_fmt", "bgr24"]),
        Coding(file: "a.bmp", options: ["-pix_fmt", "bgra"]),
        Coding(file: "a.tiff", options: ["-pix_fmt", "rgb24"]),
        Coding(file: "a.tiff", options: ["-pix_fmt", "rgb48le"]),
        Coding(file: "a.tiff", options: ["-pix_fmt", "gray"], colours: .greyFixture, tolerance: 4),
    ]

    @Test(arguments: codings)
    func showsItsColours(coding: Coding) throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file(coding.file)
        try FFmpeg.run(["-i", Fixture.path("interlaced.png")] + coding.options + [path])

        let information = try MediaInspector.inspect(path: path)
        #expect(information.type == .image)
        #expect(information.width == 48 && information.height == 32)

        let picture = try ImageDecoding.decode(path: path)
        #expect(picture.width == 48 && picture.height == 32)
        picture.expectQuarters(coding.colours, within: coding.tolerance)
    }

    @Test(arguments: ["png", "jpg", "webp", "bmp", "tiff", "gif"])
    func isReducedNoFurtherThanAsked(format: String) throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file("large." + format)
        let grow = "scale=800:600:flags=neighbor"
        try FFmpeg.run(["-i", Fixture.path("interlaced.png"), "-vf", grow, path])
        let picture = try ImageDecoding.decode(path: path, minimumShortSide: 100)
        #expect(picture.shortSide >= 100 && picture.shortSide < 300)
        #expect(abs(Double(picture.width) / Double(picture.height) - 4.0 / 3) < 0.03)
        picture.expectQuarters(.fixture, within: format == "gif" ? 40 : 10)

        let larger = try ImageDecoding.decode(path: path, minimumShortSide: 5_000)
        #expect(larger.width == 800 && larger.height == 600)
    }

    @Test(arguments: ["png", "webp", "tiff"], ["rgba", "yuva420p"])
    func isComposedOnWhite(format: String, pixels: String) throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file("alpha." + format)
        // Black: opaque on the left; on the right half transparent above, fully below.
        let alpha = "geq=r=0:g=0:b=0:a='if(lt(X,32),255,if(lt(Y,32),128,0))'"
        var options = ["-vf", "format=rgba,\(alpha)"]
        if format == "webp" {
            options += ["-lossless", "1", "-pix_fmt", pixels == "rgba" ? "bgra" : pixels]
        }
        try FFmpeg.run(
            ["-f", "lavfi", "-i", "color=black:s=64x64:r=1:d=1", "-frames:v", "1"] + options + [
                path
            ])
        for short in [nil, 32] {
            let picture = try ImageDecoding.decode(path: path, minimumShortSide: short)
            picture.expectQuarters(
                [[0, 0, 0], [127, 127, 127], [0, 0, 0], [255, 255, 255]], within: 3)
        }
    }

    @Test func paletteTransparencyIsComposedOnWhite() throws {
        let folder = try TemporaryDirectory()
        for format in ["png", "gif"] {
            let path = try folder.file("palette." + format)
            let alpha = "format=rgba,geq=r=255:g=0:b=0:a='if(lt(X,32),255,0)'"
            let palette = "split[a][b];[a]palettegen[p];[b][p]paletteuse"
            try FFmpeg.run([
                "-f", "lavfi", "-i", "color=red:s=64x64:r=1:d=1", "-vf", "\(alpha),\(palette)",
                "-frames:v",
                "1",
                path,
            ])
            try ImageDecoding.decode(path: path).expectQuarters(
                [[255, 0, 0], [255, 255, 255], [255, 0, 0], [255, 255, 255]], within: 3)
        }
    }

    @Test(arguments: [
        "cmyk.jpg", "cmyk_adobe.jpg", "ycck_adobe.jpg", "progressive.jpg", "interlaced.png",
    ])
    func rarerCodingsShowTheirColours(name: String) throws {
        try ImageDecoding.decode(path: Fixture.path(name)).expectQuarters(.fixture, within: 4)
    }

    @Test func greyJPEG() throws {
        try ImageDecoding.decode(path: Fixture.path("grey.jpg"))
            .expectQuarters(.greyFixture, within: 4)
    }

    @Test func anAnimationIsItsFirstFrame() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file("moving.gif")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=red:s=32x32:r=5:d=1", "-f", "lavfi", "-i",
            "color=blue:s=32x32:r=5:d=1", "-filter_complex", "concat=n=2", path,
        ])
        #expect(try MediaInspector.inspect(path: path).type == .image)
        let picture = try ImageDecoding.decode(path: path)
        #expect(picture.colour(atX: 0.5, y: 0.5)[0] > 245)
        #expect(picture.colour(atX: 0.5, y: 0.5)[2] < 10)
    }

    @Test func videoRangeIsStretchedToFull() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file("white.webp")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=white:s=64x64:r=1:d=1", "-frames:v", "1", "-pix_fmt",
            "yuv420p",
            "-quality", "95", path,
        ])
        let white = try ImageDecoding.decode(path: path).colour(atX: 0.5, y: 0.5)
        #expect(white.allSatisfy { $0 >= 253 }, "\(white)")
    }
}
