import ArgumentParser
import Catalog
import Foundation
import Testing

@testable import trove

/// What a person may write after a filter's option.
@Suite struct FilterArgumentTests {
    @Test(arguments: [
        ("2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2024-12-31", "2024-12-31T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("2024-05-17T12:30", "2024-05-17T12:30:00Z", "2024-05-17T12:30:00Z"),
        ("2024-05-17T12:30:05+02:00", "2024-05-17T10:30:05Z", "2024-05-17T10:30:05Z"),
        ("2024-05-17T12:30-0330", "2024-05-17T16:00:00Z", "2024-05-17T16:00:00Z"),
    ])
    func dates(text: String, start: String, end: String) throws {
        let period = try DatePeriod(text, zone: .gmt)
        #expect(period.start.formatted(.iso8601) == start)
        #expect(period.end.formatted(.iso8601) == end)
    }

    @Test func datesAreLocal() throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        // The clocks go forward on this day: it has 23 hours.
        let period = try DatePeriod("2024-03-10", zone: zone)
        #expect(period.start.formatted(.iso8601) == "2024-03-10T05:00:00Z")
        #expect(period.end.timeIntervalSince(period.start) == 23 * 3600)
    }

    @Test(arguments: [
        "", "24", "2024-5", "2024-13", "2023-02-29", "2024-05-17T25:00", "May", "2024-",
    ])
    func noDates(text: String) {
        #expect(throws: ValidationError.self) { try DatePeriod(text, zone: .gmt) }
    }

    @Test func lengths() throws {
        #expect(try FilterArguments.seconds("90.5") == 90.5)
        #expect(try FilterArguments.seconds("1:30") == 90)
        #expect(try FilterArguments.seconds("1:02:03") == 3723)
        for text in ["", "-1", "1:60", "1:2:3:4", "nan", "inf", "1m"] {
            #expect(throws: ValidationError.self) { try FilterArguments.seconds(text) }
        }
    }

    @Test func places() throws {
        let area = try FilterArguments.area("-33.9, 18.4, 500m")
        #expect(area.center.latitude == -33.9 && area.center.longitude == 18.4)
        #expect(area.kilometres == 0.5)
        #expect(try FilterArguments.area("0,0,5").kilometres == 5)
        #expect(try FilterArguments.area("0,0,5km").kilometres == 5)
        for text in [
            "", "1,2", "91,0,1", "0,181,1", "0,0,0", "0,0,-1", "0,0,inf", "nan,0,1", "a,b,c",
        ] {
            #expect(throws: ValidationError.self) { try FilterArguments.area(text) }
        }
    }

    @Test func sizes() throws {
        #expect(try PictureSize(argument: "2.5MP").pixels == 2_500_000)
        let size = try PictureSize(argument: "1920×1080")
        #expect(size.width == 1920 && size.height == 1080 && size.pixels == nil)
        for text in ["", "MP", "0MP", "-1MP", "nanMP", "1920", "1920x", "0x5", "1x2x3"] {
            #expect(throws: ValidationError.self) { try PictureSize(argument: text) }
        }
    }

    @Test func contradictionsNameBothValues() throws {
        for (line, values) in [
            (["--after", "2024-06", "--before", "2024-05"], ["2024-06 ", "2024-05."]),
            (["--longer", "2:00", "--shorter", "90"], ["120.0", "90.0"]),
            (["--rating", "7"], ["7"]),
        ] {
            let error = #expect(throws: (any Error).self) { try FilterOptions.parse(line) }
            let message = FilterOptions.message(for: try #require(error))
            for value in values { #expect(message.contains(value), "\(message)") }
        }
        // One day, both ends included.
        let day = try FilterOptions.parse(["--after", "2024-05-17", "--before", "2024-05-17"])
        #expect(day.after == day.before)
    }
}
