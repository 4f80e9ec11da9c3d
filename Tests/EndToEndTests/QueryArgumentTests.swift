import MediaTypes
import Testing

@testable import trove

@Suite struct QueryArgumentTests {
    @Test func filesMayBearAWeight() throws {
        for (argument, value, weight) in [
            ("a.jpg", "a.jpg", 1), ("2*a.jpg", "a.jpg", 2), ("0.5*/b/2*a.jpg", "/b/2*a.jpg", 0.5),
            ("./2*a.jpg", "./2*a.jpg", 1), ("2*", "2*", 1), ("*a", "*a", 1),
        ] as [(String, String, Float)] {
            let file = try WeightedArgument(argument)
            #expect(file.value == value && file.weight == weight, "\(argument)")
        }
    }

    @Test func videosMayBeStretches() throws {
        for (argument, path, stretch) in [
            ("a.mp4", "a.mp4", nil), ("a.mp4@20-25.5", "a.mp4", TimeRange(start: 20, end: 25.5)),
            ("b@c/a.mp4@1:20-1:50", "b@c/a.mp4", TimeRange(start: 80, end: 110)),
            ("a@0:59:30-1:00:00.25", "a", TimeRange(start: 3570, end: 3600.25)),
            ("me@home.mp4", "me@home.mp4", nil), ("a.mp4@", "a.mp4@", nil), ("@1-2", "@1-2", nil),
        ] as [(String, String, TimeRange?)] {
            let video = try VideoArgument(argument)
            #expect(video.path == path && video.stretch == stretch, "\(argument)")
        }
        #expect(try VideoArgument("3*a.mp4@1-2").weight == 3)
    }

    @Test(arguments: [
        "2", "1-", "-2", "1-2-3", "2-1", "1-1", "1:60-3:00", "1:2:3:4-5", ".-1", "1..2-3",
        "1.5:0-9",
    ])
    func otherStretchesAreRefused(stretch: String) {
        #expect(throws: (any Error).self) { try VideoArgument("a.mp4@" + stretch) }
    }

    @Test func resultsAreNumbers() throws {
        #expect(try ResultArgument("4711") == ResultArgument("1*4711"))
        #expect(try ResultArgument("0.5*7").weight == 0.5)
        for id in ["", "x", "1.5", "2*", "99999999999999999999"] {
            #expect(throws: (any Error).self) { try ResultArgument(id) }
        }
    }
}
