import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Ingestion

@Suite struct RunGateTests {
    private static func calendar() throws -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
        return calendar
    }

    private func time(_ text: String) throws -> Date {
        let formatter = DateFormatter()
        formatter.calendar = try Self.calendar()
        formatter.timeZone = formatter.calendar.timeZone
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        return try #require(formatter.date(from: text))
    }

    @Test(arguments: [
        ("2026-01-10 21:59", false), ("2026-01-10 22:00", true), ("2026-01-11 00:00", true),
        ("2026-01-11 05:59", true), ("2026-01-11 06:00", false), ("2026-01-11 12:00", false),
        // The nights in which the clock is set.
        ("2026-03-29 03:30", true), ("2026-10-25 02:30", true),
    ])
    func aWindowMayCrossMidnight(text: String, isOpen: Bool) throws {
        let window = try #require(DailyWindow(start: 22 * 60, end: 6 * 60))
        #expect(window.contains(try time(text), in: try Self.calendar()) == isOpen)
        #expect("\(window)" == "22:00-06:00")
    }

    @Test func aWindowMayLieWithinADay() throws {
        let window = try #require(DailyWindow(start: 9 * 60 + 30, end: 17 * 60))
        let calendar = try Self.calendar()
        #expect(!window.contains(try time("2026-01-10 09:29"), in: calendar))
        #expect(window.contains(try time("2026-01-10 16:59"), in: calendar))
        #expect(!window.contains(try time("2026-01-10 17:00"), in: calendar))
        #expect(
            window.nextOpening(after: try time("2026-01-10 17:00"), in: calendar)
                == (try time("2026-01-11 09:30")))
        #expect(DailyWindow(start: 60, end: 60) == nil)
        #expect(DailyWindow(start: 0, end: 1440) == nil)
    }

    /// A window that is open now, or closed now.
    private func window(isOpen: Bool) throws -> DailyWindow {
        let parts = Calendar.current.dateComponents([.hour, .minute], from: Date())
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let start = (minute + (isOpen ? 1430 : 60)) % 1440
        return try #require(DailyWindow(start: start, end: (start + 120) % 1440))
    }

    @Test func aClosedWindowEndsARunThatStops() throws {
        let archive = try Archive()
        for number in 1...9 { try archive.write("\(number).jpg", "image \(number) 2 3") }
        var options = IndexOptions.withoutGrace
        options.outsideWindow = .stop
        options.window = try window(isOpen: false)
        let summary = try archive.index(options: options)
        #expect(summary.wasStoppedByWindow && !summary.wasInterrupted)
        #expect(summary.outcome == .interrupted && summary.indexed == 0)
        options.window = try window(isOpen: true)
        #expect(try archive.index(options: options).indexed == 9)
    }

    @Test func aClosedWindowHoldsARunThatPauses() throws {
        let archive = try Archive()
        try archive.write("1.jpg", "image 1 2 3")
        var options = IndexOptions.withoutGrace
        options.window = try window(isOpen: false)
        let interruption = Interruption()
        let recorder = Recorder()
        let done = DispatchSemaphore(value: 0)
        let summary = Mutex<IndexSummary?>(nil)
        let held = options
        Thread {
            let result = try? archive.index(
                options: held, observer: recorder, interruption: interruption)
            summary.withLock { $0 = result }
            done.signal()
        }.start()
        #expect(done.wait(timeout: .now() + 1) == .timedOut)
        #expect(
            recorder.events.contains { if case .paused(.some) = $0 { true } else { false } })
        interruption.request()
        done.wait()
        #expect(summary.withLock { $0 }?.wasInterrupted == true)
        #expect(summary.withLock { $0 }?.indexed == 0)
    }

    @Test func theGateOpensWithTheWindow() throws {
        let minutes = try (0...2).map { minute in
            try #require(
                Calendar.current.date(
                    from: DateComponents(
                        year: 2026, month: 1, day: 10, hour: 21, minute: 58 + minute)))
        }
        let times = Mutex(minutes)
        let pauses = Mutex<[Date?]>([])
        let gate = RunGate(
            window: DailyWindow(start: 22 * 60, end: 6 * 60), outside: .pause,
            interruption: Interruption(),
            now: { times.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } },
            onPause: { time in pauses.withLock { $0.append(time) } })
        gate.pass()
        gate.pass()
        #expect(!gate.isClosed)
        #expect(pauses.withLock { $0 } == [minutes[2]])
    }
}
