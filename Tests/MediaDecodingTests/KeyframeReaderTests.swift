import MediaDecoding
import MediaTypes
import TestSupport
import Testing

@Suite struct KeyframeReaderTests {
    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// Makes a video of scenes, each a colour and its seconds.
    private func scenes(
        _ scenes: [(colour: String, seconds: Double)], to name: String, _ options: [String]
    ) throws -> String {
        let path = try folder.file(name)
        let inputs = scenes.flatMap {
            ["-f", "lavfi", "-i", "color=\($0.colour):s=320x240:r=25:d=\($0.seconds)"]
        }
        try FFmpeg.run(inputs + ["-filter_complex", "concat=n=\(scenes.count)"] + options + [path])
        return path
    }

    private func keyframes(_ path: String, short: Int? = nil, interval: Double = 2) throws
        -> [Keyframe]
    {
        let reader = try KeyframeReader(path: path, minimumShortSide: short, interval: interval)
        var all: [Keyframe] = []
        while let keyframe = try reader.next() { all.append(keyframe) }
        for (one, next) in zip(all, all.dropFirst()) { #expect(one.range.end == next.range.start) }
        return all
    }

    static let codings: [(name: String, options: [String])] = [
        ("a.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv420p"]),
        ("b.mkv", ["-c:v", "libx264", "-pix_fmt", "yuv444p"]),
        ("c.mp4", ["-c:v", "libx265", "-x265-params", "log-level=none"]),
        ("d.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
        ("e.mp4", ["-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime"]),
        ("f.avi", ["-c:v", "mpeg4", "-q:v", "3"]),
        ("g.mpg", ["-c:v", "mpeg2video", "-q:v", "3"]),
        ("h.ts", ["-c:v", "libx264", "-pix_fmt", "yuv420p"]),
        ("i.mov", ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "3"]),
        ("j.flv", ["-c:v", "flv", "-q:v", "3"]),
        ("k.h264", ["-c:v", "libx264", "-pix_fmt", "yuv420p"]),
    ]

    @Test(arguments: codings)
    func scenesAreFoundAtTheirTimes(name: String, options: [String]) throws {
        let path = try scenes(
            [("red", 3), ("lime", 4), ("blue", 2.4), ("white", 3)], to: name,
            // A key frame at every new scene, as encoders do by themselves for real scenes.
            options + ["-force_key_frames", "0,3,7,9.4"])
        let keyframes = try keyframes(path)
        // Where key packets are dense, not every one is looked at.
        let lateness = ["f.avi", "g.mpg", "i.mov", "j.flv"].contains(name) ? 0.55 : 0.05
        let starts = keyframes.map(\.range.start)
        #expect(starts.count == 4, "\(starts)")
        for (start, expected) in zip(starts, [0, 3, 7, 9.4]) {
            #expect(start > expected - 0.05 && start < expected + lateness, "\(starts)")
        }
        #expect(abs((keyframes.last?.range.end ?? 0) - 12.4) < 0.2)
        let expected: [Colour] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
        for (keyframe, colour) in zip(keyframes, expected) {
            keyframe.image.expectQuarters([colour, colour, colour, colour], within: 20)
        }
    }

    @Test func presentationTimesAreExact() throws {
        let path = try scenes(
            [("red", 3), ("lime", 4), ("blue", 3)], to: "exact.mp4",
            ["-c:v", "libx264", "-bf", "3", "-force_key_frames", "0,3,7"])
        #expect(try keyframes(path).map(\.range.start) == [0, 3, 7])
    }

    /// One key frame in all: what changes later is found by decoding on.
    @Test(arguments: ["libx264", "libx265", "mpeg4"])
    func aLongGroupOfPicturesIsSampledEveryInterval(codec: String) throws {
        let path = try folder.file("long.mp4")
        let extra =
            switch codec {
            case "libx264": ["-x264-params", "keyint=1000:scenecut=0"]
            case "libx265": ["-x265-params", "keyint=1000:scenecut=0:log-level=none"]
            default: ["-g", "600", "-sc_threshold", "1000000000"]
            }
        try FFmpeg.run(
            [
                "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=13", "-c:v", codec, "-pix_fmt",
                "yuv420p",
            ]
                + extra + [path])
        let starts = try keyframes(path).map(\.range.start)
        #expect(starts.first == 0)
        for (one, next) in zip(starts, starts.dropFirst()) { #expect(abs(next - one - 2) <= 0.25) }
        #expect((starts.last ?? 0) >= 10 && (starts.last ?? 0) < 13)

        let wider = try keyframes(path, interval: 5).map(\.range.start)
        #expect(wider.count == 3 && abs((wider.last ?? 0) - 10) < 0.4, "\(wider)")
    }

    @Test func aStillSceneIsOneKeyframe() throws {
        let path = try scenes([("gray", 20)], to: "still.mp4", ["-c:v", "libx264", "-g", "1000"])
        let keyframes = try keyframes(path)
        #expect(keyframes.count == 1)
        #expect(keyframes.first?.range == TimeRange(start: 0, end: 20))
    }

    @Test func denseKeyFramesAreThinned() throws {
        let path = try folder.file("dense.mov")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=12", "-c:v", "mjpeg", "-q:v", "4",
            "-pix_fmt", "yuvj420p", path,
        ])
        let starts = try keyframes(path).map(\.range.start)
        #expect(starts.count >= 6 && starts.count <= 9, "\(starts)")
    }

    @Test func aShortSceneBetweenDenseKeyFramesIsNotMissed() throws {
        let path = try scenes(
            [("red", 2), ("lime", 0.8), ("blue", 3)], to: "short.mov",
            ["-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p"])
        let keyframes = try keyframes(path)
        #expect(keyframes.count == 3)
        #expect(keyframes.dropFirst().first?.image.colour(atX: 0.5, y: 0.5)[1] ?? 0 > 200)
    }

    @Test func slideshowsWithVariableFrameRate() throws {
        // Three pictures, shown for 1.5, 30 and 10 seconds; only the first is a key frame.
        let path = try folder.file("slides.mkv")
        let inputs = [("red", "1.5"), ("lime", "30"), ("blue", "10")].flatMap {
            ["-f", "lavfi", "-i", "color=\($0.0):s=320x240:r=10:d=\($0.1)"]
        }
        try FFmpeg.run(
            inputs + [
                "-filter_complex", "concat=n=3,mpdecimate=max=0", "-vsync", "vfr", "-c:v",
                "libx264",
                "-x264-params", "keyint=1000:scenecut=0:bframes=0", path,
            ])
        let colours = try keyframes(path).map { $0.image.colour(atX: 0.5, y: 0.5) }
        #expect(colours.count >= 2)
        #expect(colours.contains { $0[1] > 200 && $0[0] < 60 }, "\(colours)")
    }

    @Test(arguments: [(90, 240, 320), (180, 320, 240), (270, 240, 320)])
    func rotationIsApplied(degrees: Int, width: Int, height: Int) throws {
        let stored = try folder.file("stored.mp4")
        try FFmpeg.run([
            "-loop", "1", "-t", "1", "-r", "10", "-i", Fixture.path("interlaced.png"), "-vf",
            "scale=320:240:flags=neighbor", "-c:v", "libx264", "-pix_fmt", "yuv420p", stored,
        ])
        let path = try folder.file("turned.mp4")
        try FFmpeg.run(["-i", stored, "-c", "copy", "-metadata:s:v", "rotate=\(degrees)", path])
        let information = try MediaInspector.inspect(path: path)
        #expect(information.width == width && information.height == height)
        let keyframes = try keyframes(path)
        #expect(keyframes.first?.image.width == width && keyframes.first?.image.height == height)
        // Clockwise stand red, green, white, blue; ffmpeg's tag turns the other way.
        var clockwise = [[255, 0, 0], [0, 255, 0], [255, 255, 255], [0, 0, 255]]
        for _ in 0..<degrees / 90 { clockwise.append(clockwise.removeFirst()) }
        keyframes.first?.image.expectQuarters(
            [clockwise[0], clockwise[1], clockwise[3], clockwise[2]], within: 25)
    }

    @Test func pixelsBecomeSquareAndPicturesSmaller() throws {
        let path = try folder.file("wide.mp4")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=red:s=360x288:r=25:d=1", "-vf", "setsar=2", "-c:v",
            "libx264",
            path,
        ])
        let information = try MediaInspector.inspect(path: path)
        #expect(information.width == 720 && information.height == 288)
        let image = try keyframes(path, short: 144).first?.image
        #expect(image?.width == 360 && image?.height == 144)
    }

    @Test func timesCountFromTheBeginning() throws {
        let path = try scenes(
            [("red", 3), ("lime", 3)], to: "offset.ts",
            ["-c:v", "libx264", "-force_key_frames", "0,3", "-output_ts_offset", "100"])
        let starts = try keyframes(path).map(\.range.start)
        #expect(starts.count == 2)
        #expect(
            abs((starts.first ?? 1) - 0) < 0.05 && abs((starts.last ?? 0) - 3) < 0.05, "\(starts)")
    }

    @Test func aVideoCutShortGivesWhatIsThere() throws {
        let path = try folder.file("whole.mp4")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=20", "-c:v", "libx264", "-g", "50",
            "-movflags", "faststart", path,
        ])
        let bytes = try TestFile.bytes(path)
        let cut = try folder.write(bytes.prefix(bytes.count / 2), to: "cut.mp4")
        let starts = try keyframes(cut).map(\.range.start)
        #expect(starts.count >= 3 && (starts.last ?? 20) < 16, "\(starts)")
    }

    @Test func highDefinitionIsBT709() throws {
        let path = try folder.file("hd.mp4")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=lime:s=1280x720:r=5:d=1", "-vf",
            "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", path,
        ])
        let image = try keyframes(path, short: 180).first?.image
        image?.expectQuarters([[Int]](repeating: [0, 255, 0], count: 4), within: 6)
    }
}
