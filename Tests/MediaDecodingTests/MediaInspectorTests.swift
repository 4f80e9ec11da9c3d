import MediaDecoding
import TestSupport
import Testing

@Suite struct MediaInspectorTests {
    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private static let picture = ["-f", "lavfi", "-i", "testsrc=s=160x120:r=10:d=2"]
    private static let sound = ["-f", "lavfi", "-i", "sine=440:d=2"]

    @Test(arguments: ["mp4", "mkv", "webm", "avi", "mov", "ts", "mpg", "flv", "wmv", "ogv"])
    func videosWithAndWithoutSound(format: String) throws {
        let both = try folder.file("both." + format)
        let mute = try folder.file("mute." + format)
        let rate = format == "mpg" ? ["-r", "25"] : []
        try FFmpeg.run(
            Self.picture + Self.sound + rate
                + ["-ar", "44100", both].filter { $0 != "44100" && $0 != "-ar" || format == "flv" })
        try FFmpeg.run(Self.picture + rate + [mute])
        for (path, hasSound) in [(both, true), (mute, false)] {
            let information = try MediaInspector.inspect(path: path)
            #expect(information.type == .video)
            #expect(information.hasPicture && information.hasSound == hasSound)
            #expect(information.width == 160 && information.height == 120)
            #expect(abs((information.duration ?? 0) - 2) < 0.3)
        }
        #expect(throws: MediaDecodingError.noSound) {
            try AudioReader(path: mute, sampleRate: 16_000)
        }
        #expect(try !AudioReader(path: both, sampleRate: 16_000).read(upTo: 16_000).isEmpty)
    }

    @Test(arguments: ["mp4", "mkv"])
    func aVideoWithoutPicturesIsSound(format: String) throws {
        let path = try folder.file("blind." + format)
        try FFmpeg.run(Self.sound + [path])
        let information = try MediaInspector.inspect(path: path)
        #expect(information.type == .audio)
        #expect(information.hasSound && !information.hasPicture)
        #expect(throws: MediaDecodingError.noPicture) { try KeyframeReader(path: path) }
    }

    @Test(arguments: ["mp3", "flac", "m4a"])
    func coverArtIsNoVideo(format: String) throws {
        let path = try folder.file("song." + format)
        try FFmpeg.run(
            Self.sound + [
                "-i", Fixture.path("orientation1.jpg"), "-map", "0:a", "-map", "1:v", "-c:v",
                "copy",
                "-disposition:v", "attached_pic", path,
            ])
        let information = try MediaInspector.inspect(path: path)
        #expect(information.type == .audio && !information.hasPicture)
        #expect(throws: MediaDecodingError.noPicture) { try KeyframeReader(path: path) }
        let reader = try AudioReader(path: path, sampleRate: 16_000)
        #expect(try reader.read(upTo: 100_000).count > 28_000)
    }

    @Test func namesPlayNoPart() throws {
        let path = try folder.file("video.mp4")
        try FFmpeg.run(Self.picture + [path])
        let misnamed = try folder.write(TestFile.bytes(path), to: "song.mp3")
        #expect(try MediaInspector.inspect(path: misnamed).type == .video)
        let picture = try folder.write(Fixture.bytes("grey.jpg"), to: "picture%03d.mp4")
        #expect(try MediaInspector.inspect(path: picture).type == .image)
    }

    @Test func playlistsOpenNothing() throws {
        let sound = try folder.write(
            TestFile.wav([Float](repeating: 0.5, count: 16_000), sampleRate: 16_000), to: "a.wav")
        for (name, text) in [
            (
                "list.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n\(sound)\n#EXT-X-ENDLIST\n"
            ),
            ("list.txt", "ffconcat version 1.0\nfile '\(sound)'\n"),
        ] {
            let path = try folder.write(text.utf8, to: name)
            #expect(throws: MediaDecodingError.unsupportedFormat("plain text")) {
                try MediaInspector.inspect(path: path)
            }
        }
    }

    @Test func anMP4WithoutItsIndexIsAnErrorWithLibavsWords() throws {
        let path = try folder.file("video.mp4")
        try FFmpeg.run(Self.picture + [path])
        let bytes = try TestFile.bytes(path)
        let cut = try folder.write(bytes.prefix(bytes.count / 2), to: "cut.mp4")
        let error = #expect(throws: MediaDecodingError.self) {
            try MediaInspector.inspect(path: cut)
        }
        #expect(error?.description.contains("moov atom not found") == true)
    }
}
