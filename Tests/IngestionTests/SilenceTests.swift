import Foundation
import Ingestion
import MediaTypes
import TestSupport
import Testing

@Suite struct SilenceTests {
    @Test func silentRecordingIsIndexedWithNothingToFind() throws {
        let archive = try Archive()
        try archive.write("quiet.wav", "audio 12 0.00005")
        let summary = try archive.index()
        #expect(summary.indexed == 1)
        #expect(summary.segmentsAdded == 0)
        #expect(summary.secondsOfSound == 12)
        #expect(summary.outcome == .completed)
        #expect(try archive.found().isEmpty)
        #expect(try archive.catalog.counts().assets[.audio] == 1)
        #expect(try archive.catalog.quarantine().isEmpty)
        #expect(try archive.index().unchanged == 1)
    }

    @Test func videoWithASilentSoundtrackIsFoundByItsPictures() throws {
        let archive = try Archive()
        try archive.write("quiet.mp4", "video 4 0")
        #expect(try archive.index().outcome == .completed)
        #expect(try archive.found().map(\.modality) == [.image, .image])
    }

    @Test func onlyWindowsOfSilenceAreLeftOut() throws {
        let archive = try Archive()
        let path = try archive.directory.file("archive/late.wav")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "aevalsrc='0.5*gt(t,10.5)*sin(880*PI*t)':s=44100:d=20", path,
        ])
        let summary = try archive.index(media: MediaFiles())
        let heard = try archive.found().compactMap(\.range)
        #expect(heard.allSatisfy { $0.end > 10.5 })
        #expect(try #require(heard.map(\.start).min()) <= 10.5)
        #expect(heard.map(\.end).max() == 20)
        #expect(summary.secondsOfSound == 20)
    }
}
