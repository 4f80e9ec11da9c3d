import Foundation
import MediaDecoding
import TestSupport
import Testing

@Suite struct AudioReaderTests {
    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func samples(_ path: String, at rate: Int, blocks: Int = 5_000) throws -> [Float] {
        let reader = try AudioReader(path: path, sampleRate: rate)
        var all: [Float] = []
        while true {
            let block = try reader.read(upTo: blocks)
            if block.isEmpty { break }
            all += block
        }
        #expect(try reader.read(upTo: 1).isEmpty)
        return all
    }

    /// The amplitude of the sine of `frequency` in the middle second.
    private func amplitude(of frequency: Double, in samples: [Float], rate: Int) -> Double {
        let start = samples.count / 2 - rate / 2
        var (sine, cosine) = (0.0, 0.0)
        for index in 0..<rate {
            let phase = 2 * Double.pi * frequency * Double(index) / Double(rate)
            sine += Double(samples[start + index]) * sin(phase)
            cosine += Double(samples[start + index]) * cos(phase)
        }
        return (sine * sine + cosine * cosine).squareRoot() * 2 / Double(rate)
    }

    struct Coding: CustomTestStringConvertible, Sendable {
        var file: String
        var options: [String] = []
        var lossy = false
        var testDescription: String { ([file] + options).joined(separator: " ") }
    }

    static let codings = [
        Coding(file: "a.wav"), Coding(file: "a.wav", options: ["-c:a", "pcm_u8"]),
        Coding(file: "a.wav", options: ["-c:a", "pcm_s24le"]),
        Coding(file: "a.wav", options: ["-c:a", "pcm_f32le"]),
        Coding(file: "a.flac"), Coding(file: "a.aiff"), Coding(file: "a.au"), Coding(file: "a.caf"),
        Coding(file: "a.w64"), Coding(file: "a.ogg", options: ["-c:a", "libvorbis"], lossy: true),
        Coding(file: "a.opus", options: ["-ar", "48000"], lossy: true),
        Coding(file: "a.mp3", lossy: true), Coding(file: "a.m4a", lossy: true),
        Coding(file: "a.aac", lossy: true), Coding(file: "a.wma", lossy: true),
        Coding(file: "a.mka", options: ["-c:a", "pcm_s16le"]), Coding(file: "a.wv"),
    ]

    @Test(arguments: codings, [16_000, 48_000])
    func aToneStaysTheTone(coding: Coding, rate: Int) throws {
        let path = try folder.file(coding.file)
        let tone = "aevalsrc=0.5*sin(2*PI*1000*t):s=44100:d=3"
        try FFmpeg.run(["-f", "lavfi", "-i", tone] + coding.options + [path])

        let information = try MediaInspector.inspect(path: path)
        #expect(information.type == .audio && information.hasSound && !information.hasPicture)
        #expect(information.width == nil)
        // Raw AAC has no duration, only an estimate.
        if coding.file != "a.aac" { #expect(abs((information.duration ?? 0) - 3) < 0.1) }

        let samples = try samples(path, at: rate)
        #expect(abs(samples.count - 3 * rate) <= (coding.lossy ? rate / 10 : rate / 100))
        #expect(
            abs(amplitude(of: 1_000, in: samples, rate: rate) - 0.5) < (coding.lossy ? 0.03 : 0.005)
        )
        #expect(amplitude(of: 2_000, in: samples, rate: rate) < 0.01)
        #expect(amplitude(of: 1_100, in: samples, rate: rate) < 0.01)
    }

    @Test func whatTheRateCantHoldIsFilteredOut() throws {
        let path = try folder.file("high.wav")
        let tone = "aevalsrc=0.5*sin(2*PI*11000*t):s=44100:d=2"
        try FFmpeg.run(["-f", "lavfi", "-i", tone, path])
        let samples = try samples(path, at: 16_000)
        // It would come back as 5 kHz.
        #expect(amplitude(of: 5_000, in: samples, rate: 16_000) < 0.001)
    }

    @Test(arguments: ["wav", "mka"])
    func channelsBecomeTheirMean(format: String) throws {
        let path = try folder.file("surround." + format)
        let channels = ["0.6", "0.3", "0", "-0.3", "0.3", "0.3"].joined(separator: "|")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "aevalsrc=\(channels):c=5.1:s=16000:d=1", "-c:a", "pcm_s16le",
            path,
        ])
        let samples = try samples(path, at: 16_000)
        #expect(samples.count == 16_000)
        #expect(samples.allSatisfy { abs($0 - 0.2) < 0.001 })
    }

    @Test func blocksAreFullUntilTheEnd() throws {
        let path = try folder.write(
            TestFile.wav([Float](repeating: 0.25, count: 16_000), sampleRate: 16_000), to: "a.wav")
        let reader = try AudioReader(path: path, sampleRate: 16_000)
        var counts: [Int] = []
        while true {
            let block = try reader.read(upTo: 7_000)
            counts.append(block.count)
            if block.isEmpty { break }
        }
        #expect(counts == [7_000, 7_000, 2_000, 0])
    }

    @Test(arguments: [16_000, 22_050])
    func whatIsNotFiniteReadsAsSilence(rate: Int) throws {
        var samples = [Float](repeating: 0.25, count: 32_000)
        samples[8_000] = .nan
        samples[8_001] = .infinity
        samples[8_002] = -.infinity
        for channels in [1, 2] {
            let path = try folder.write(
                TestFile.wav(samples, sampleRate: 16_000, channels: channels, asFloat: true),
                to: "nan.wav")
            let read = try self.samples(path, at: rate)
            #expect(read.allSatisfy { $0.isFinite })
            #expect(read.allSatisfy { abs($0) < 0.5 })
            #expect(abs(read[read.count - 1_000] - 0.25) < 0.01)
        }
    }

    @Test func aFloatFileOfHugeNumbersStaysFinite() throws {
        let path = try folder.write(
            TestFile.wav(
                [Float](repeating: .greatestFiniteMagnitude, count: 8_000), sampleRate: 8_000,
                channels: 2, asFloat: true), to: "huge.wav")
        #expect(try samples(path, at: 16_000).allSatisfy { $0.isFinite })
    }

    @Test(arguments: [UInt32.max, UInt32.max / 2, 1_000_000_000])
    func aHeaderThatClaimsHoursJustEnds(claimed: UInt32) throws {
        let path = try folder.write(
            TestFile.wav(
                [Float](repeating: 0.5, count: 16_000), sampleRate: 16_000, claimedBytes: claimed),
            to: "lying.wav")
        #expect(try samples(path, at: 16_000).count == 16_000)
    }

    @Test func aFileWithoutASampleIsAnError() throws {
        let path = try folder.write(TestFile.wav([], sampleRate: 16_000), to: "none.wav")
        #expect(throws: MediaDecodingError.noSound) {
            try AudioReader(path: path, sampleRate: 16_000)
        }
    }

    @Test func aPictureHasNoSound() throws {
        #expect(throws: MediaDecodingError.self) {
            try AudioReader(path: Fixture.path("grey.jpg"), sampleRate: 16_000)
        }
    }

    @Test func textIsNoSound() throws {
        let words = "Not a sound, just words. "
        let wide: [UInt8] = words.utf8.flatMap { [$0, 0] }
        let files: [(name: String, bytes: [UInt8])] = [
            ("utf8.mp3", Array(words.utf8)), ("utf16.mp3", [0xFF, 0xFE] + wide),
            ("long.wav", Array(String(repeating: words, count: 5_000).utf8)),
        ]
        for (name, bytes) in files {
            let path = try folder.write(bytes, to: name)
            #expect(throws: MediaDecodingError.self, "\(name)") {
                try AudioReader(path: path, sampleRate: 16_000)
            }
            #expect(throws: MediaDecodingError.self, "\(name)") {
                try MediaInspector.inspect(path: path)
            }
        }
    }

    @Test func aSoundtrackThatBeginsLaterKeepsItsTime() throws {
        let path = try folder.file("late.mkv")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=red:s=64x64:r=10:d=4", "-itsoffset", "1.5", "-f", "lavfi",
            "-i",
            "aevalsrc=0.5*sin(2*PI*1000*t):s=16000:d=2", "-c:v", "libx264", "-c:a", "pcm_s16le",
            path,
        ])
        let samples = try samples(path, at: 16_000)
        let onset = samples.firstIndex { abs($0) > 0.1 } ?? 0
        #expect(abs(Double(onset) / 16_000 - 1.5) < 0.05)
    }
}
