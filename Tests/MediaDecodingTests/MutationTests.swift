import MediaDecoding
import TestSupport
import Testing

/// Damaged files either give a whole result or a `MediaDecodingError`, and never take the process down.
@Suite struct MutationTests {
    static let fixtures = [
        "orientation5.jpg", "progressive.jpg", "cmyk_adobe.jpg", "interlaced.png",
        "orientation6.png",
        "orientation6.tiff", "orientation6.webp", "preview.dng", "small-preview.dng",
        "no-preview.dng", "quarters.heic", "turned.heic", "alpha.heic", "quarters.avif",
    ]

    @Test(arguments: fixtures)
    func pictures(name: String) throws {
        let folder = try TemporaryDirectory()
        let other = try Fixture.bytes("grey.jpg")
        var mutator = Mutator(seed: 7, bytes: try Fixture.bytes(name), other: other)
        for _ in 0..<150 {
            try read(folder.write(mutator.next(), to: "mutated"))
        }
    }

    @Test(arguments: ["wav", "flac", "ogg", "mp3", "m4a", "mka", "aiff"])
    func sounds(format: String) throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file("a." + format)
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:d=0.5:r=16000", path])
        var mutator = Mutator(
            seed: 11, bytes: try TestFile.bytes(path), other: try Fixture.bytes("grey.jpg"))
        for _ in 0..<60 {
            try read(folder.write(mutator.next(), to: "mutated"))
        }
    }

    @Test(arguments: ["mp4", "mkv", "avi", "ts", "gif", "bmp"])
    func videos(format: String) throws {
        let folder = try TemporaryDirectory()
        let path = try folder.file("a." + format)
        let length = format == "bmp" ? ["-frames:v", "1"] : []
        try FFmpeg.run(["-f", "lavfi", "-i", "testsrc=s=64x48:r=5:d=4"] + length + [path])
        var mutator = Mutator(
            seed: 13, bytes: try TestFile.bytes(path), other: try Fixture.bytes("grey.jpg"))
        for _ in 0..<60 {
            try read(folder.write(mutator.next(), to: "mutated"))
        }
    }

    /// Takes a file through everything; any error but a `MediaDecodingError` fails the test.
    private func read(_ path: String) throws {
        // Enough for every seed, small enough that no mutated size costs much.
        let limits = DecodingLimits(maxPixels: 4_000_000, maxSourcePixels: 16_000_000)
        do throws(MediaDecodingError) {
            _ = try MediaInspector.inspect(path: path, limits: limits)
        } catch { #expect(!error.description.isEmpty) }
        for short in [nil, 8] {
            do throws(MediaDecodingError) {
                let picture = try ImageDecoding.decode(
                    path: path, minimumShortSide: short, limits: limits)
                #expect(picture.pixels.count == picture.width * picture.height * 3)
            } catch { #expect(!error.description.isEmpty) }
        }
        do throws(MediaDecodingError) {
            let reader = try AudioReader(path: path, sampleRate: 16_000, limits: limits)
            for _ in 0..<10 {
                let samples = try reader.read(upTo: 16_000)
                #expect(samples.allSatisfy { $0.isFinite })
            }
        } catch { #expect(!error.description.isEmpty) }
        do throws(MediaDecodingError) {
            let reader = try KeyframeReader(path: path, minimumShortSide: 16, limits: limits)
            var last = -1.0
            for _ in 0..<20 {
                guard let keyframe = try reader.next() else { break }
                #expect(keyframe.range.start >= last)
                last = keyframe.range.start
            }
        } catch { #expect(!error.description.isEmpty) }
    }
}
