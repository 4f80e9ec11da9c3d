import Foundation
import TestSupport

/// A folder of small media that ffmpeg makes, good and bad.
struct TestArchive {
    let folder: TemporaryDirectory
    var path: String { folder.path + "/archive" }
    var library: String { folder.path + "/library" }
    /// A sound of 5 s, outside of the archive; it is heard in `video` at 20…25 s.
    var sound: String { folder.path + "/alarm.wav" }
    var video: String { path + "/videos/clip.mp4" }

    private static let alarm =
        "aevalsrc='0.6*sin(2*PI*t*(900+600*gt(mod(t,0.5),0.25)))':s=44100:d=5"

    /// Three pictures, two recordings and a video.
    init() throws {
        folder = try TemporaryDirectory()
        for (name, filter) in [
            ("red.png", "color=red:s=320x240"), ("bars.jpg", "smptebars=s=320x240"),
            ("fractal.png", "mandelbrot=s=320x240"),
        ] {
            try FFmpeg.run([
                "-f", "lavfi", "-i", filter, "-frames:v", "1", file("pictures/" + name),
            ])
        }
        for (name, colour) in [("rain.wav", "white"), ("river.flac", "brown")] {
            try FFmpeg.run(
                [
                    "-f", "lavfi", "-i", "anoisesrc=c=\(colour):r=44100:d=6:seed=1",
                    file("sounds/" + name),
                ])
        }
        try FFmpeg.run(["-f", "lavfi", "-i", Self.alarm, sound])
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=40",
            "-f", "lavfi", "-i", "anoisesrc=c=brown:a=0.05:r=44100:d=40:seed=2",
            "-f", "lavfi", "-i", Self.alarm,
            "-filter_complex",
            "[2]adelay=20000[late];[1][late]amix=duration=first:normalize=0[sound]",
            "-map", "0:v", "-map", "[sound]", "-c:v", "mpeg4", "-c:a", "aac",
            file("videos/clip.mp4"),
        ])
    }

    private func file(_ name: String) throws -> String {
        try folder.file("archive/" + name)
    }
}
