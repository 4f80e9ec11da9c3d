import Catalog
import Foundation
import Ingestion
import MediaTypes
import TestSupport
import Testing

/// The pipeline over real files and decoders, with fake encoders.
@Suite struct RealMediaTests {
    private let archive: Archive

    init() throws {
        archive = try Archive()
    }

    private func make(_ name: String, _ arguments: String...) throws {
        let path = try archive.directory.file("archive/" + name)
        try FFmpeg.run(arguments + [path])
    }

    @Test func photosSoundsAndVideosAreIndexed() throws {
        try make("red.jpg", "-f", "lavfi", "-i", "color=red:s=64x48", "-frames:v", "1")
        try make("blue.png", "-f", "lavfi", "-i", "color=blue:s=64x48", "-frames:v", "1")
        try make("tone.wav", "-f", "lavfi", "-i", "sine=440:duration=7.5")
        try make("tone.mp3", "-f", "lavfi", "-i", "sine=440:duration=2")
        try make(
            "film.mp4", "-f", "lavfi", "-i", "testsrc2=duration=6:size=160x120:rate=10", "-f",
            "lavfi", "-i", "sine=880:duration=6", "-shortest")
        try make("mute.mp4", "-f", "lavfi", "-i", "testsrc2=duration=3:size=160x120:rate=10")
        try make(
            "dark.mp4", "-f", "lavfi", "-i", "sine=660:duration=3", "-f", "mp4")
        let summary = try archive.index(media: MediaFiles())
        #expect(summary.quarantined == [])
        #expect(summary.problems == [])
        #expect(summary.indexed == 7)
        let found = try archive.found()
        func segments(_ path: String, _ modality: Modality) -> [Archive.Found] {
            found.filter { $0.path == path && $0.modality == modality }
        }
        let red = try #require(segments("red.jpg", .image).first?.vector)
        #expect(red[0] > 0.99 && red[1] < 0.02 && red[2] < 0.02)
        let blue = try #require(segments("blue.png", .image).first?.vector)
        #expect(blue[2] > 0.99 && blue[0] < 0.02 && blue[1] < 0.02)
        #expect(segments("tone.wav", .audio).map(\.range?.end) == [2.5, 3.75, 5, 6.25, 7.5])
        #expect(segments("tone.mp3", .audio).count == 1)
        #expect(!segments("film.mp4", .image).isEmpty)
        #expect(segments("film.mp4", .image).allSatisfy { $0.range != nil })
        #expect(!segments("film.mp4", .audio).isEmpty)
        #expect(!segments("mute.mp4", .image).isEmpty && segments("mute.mp4", .audio).isEmpty)
        #expect(segments("dark.mp4", .image).isEmpty && !segments("dark.mp4", .audio).isEmpty)
        #expect(try archive.index(media: MediaFiles()).unchanged == 7)
    }

    @Test func badFilesGoToTheQuarantineAndTheRunGoesOn() throws {
        try make("good.jpg", "-f", "lavfi", "-i", "color=red:s=64x48", "-frames:v", "1")
        try make("whole.jpg", "-f", "lavfi", "-i", "testsrc2=s=640x480", "-frames:v", "1")
        let whole = try Data(contentsOf: URL(fileURLWithPath: archive.path("whole.jpg")))
        _ = try archive.directory.write(whole.prefix(300), to: "archive/cut.jpg")
        try archive.write("text.jpg", "this is no picture")
        try archive.write("empty.wav", "")
        try archive.write("noise.mp4", String(repeating: "noise ", count: 1000))
        let summary = try archive.index(media: MediaFiles())
        #expect(summary.indexed == 2)
        #expect(summary.outcome == .partial)
        #expect(
            Set(summary.quarantined.map { $0.path.dropFirst(archive.root.count + 1) })
                == ["cut.jpg", "text.jpg", "empty.wav", "noise.mp4"])
        #expect(summary.quarantined.allSatisfy { !$0.reason.isEmpty })
        #expect(try archive.index(media: MediaFiles()).stillQuarantined == 4)
    }
}
