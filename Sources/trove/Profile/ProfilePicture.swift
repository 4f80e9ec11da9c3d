import Foundation
import Ingestion

/// Where a run's time went, as a picture: the shares of all stages, and what each thread did when.
///
/// Time is drawn in bins, so that the picture of a night is no larger than that of a minute.
struct ProfilePicture {
    /// Threads of a role that get a row.
    private static let largestRows = 16
    private static let legendColumns = 5
    private static let roles: [ThreadProfile.Role] = [.work, .feed, .commit]

    // Pixels.
    private static let width = 1000.0
    private static let margin = 20.0
    private static let row = 22.0
    private static let gap = 6.0
    /// Where bars begin and end.
    private static let bars = (left: 140.0, right: 980.0)

    private let profile: RunProfile
    private var drawing = SVGDrawing()
    /// Of the next row.
    private var top = Self.margin

    init(_ profile: RunProfile) {
        self.profile = profile
        let seconds = String(format: "%.1f s", profile.elapsed / .seconds(1))
        label("Where \(seconds) went")
        nextRow()
        drawLegend()
        for role in Self.roles {
            let count = profile.threads(role).count
            label("\(count) \(role.words)")
            drawShares(profile.times(role), of: profile.elapsed * count)
        }
        label("processor")
        drawShares(profile.processorTimes, of: profile.processor.total)
        top += Self.row
        for role in Self.roles { drawThreads(role) }
        drawing.write("0 s", x: Self.bars.left, y: top + Self.row / 2)
        drawing.write(seconds, x: Self.bars.right, y: top + Self.row / 2, .end)
        top += Self.row
    }

    /// The file's text.
    var svg: String { drawing.text(width: Self.width, height: top + Self.margin) }

    /// Replaces the file as a whole, or not at all.
    func write(to path: String) throws {
        try Data(svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private mutating func nextRow() { top += Self.row + Self.gap }

    private mutating func label(_ words: String) {
        drawing.write(words, x: Self.margin, y: top + Self.row - Self.gap)
    }

    /// The stages that took any time.
    private mutating func drawLegend() {
        let stages = Stage.allCases.filter { stage in
            profile.processorTimes[stage] > .zero
                || profile.threads.contains { $0.times[stage] > .zero }
        }
        let column = (Self.width - 2 * Self.margin) / Double(Self.legendColumns)
        for (number, stage) in stages.enumerated() {
            if number > 0, number % Self.legendColumns == 0 { top += Self.row }
            let x = Self.margin + column * Double(number % Self.legendColumns)
            drawing.fill([.init(x: x, y: top + 4, width: 12, height: 12)], stage.colour)
            drawing.write(stage.words, x: x + 18, y: top + Self.row - Self.gap)
        }
        nextRow()
        top += Self.gap
    }

    private mutating func drawShares(_ times: StageTimes, of whole: Duration) {
        let length = Self.bars.right - Self.bars.left
        var x = Self.bars.left
        for stage in Stage.allCases where whole > .zero {
            let width = length * (times[stage] / whole)
            if width > 0.05 {
                drawing.fill(
                    [.init(x: x, y: top, width: width, height: Self.row)], stage.colour)
            }
            x += width
        }
        nextRow()
    }

    private mutating func drawThreads(_ role: ThreadProfile.Role) {
        let threads = profile.threads(role)
        for (number, thread) in threads.prefix(Self.largestRows).enumerated() {
            label(role.words + (threads.count > 1 ? " \(number + 1)" : ""))
            draw(thread.timeline)
            nextRow()
        }
        if threads.count > Self.largestRows {
            label("and \(threads.count - Self.largestRows) more")
            nextRow()
        }
    }

    /// Every bin as a column, the stages one upon the other.
    private mutating func draw(_ timeline: StageTimeline) {
        guard profile.elapsed > .zero else { return }
        let scale = (Self.bars.right - Self.bars.left) / (profile.elapsed / .seconds(1))
        let width = timeline.width / .seconds(1) * scale
        var columns: [Stage: [SVGDrawing.Rectangle]] = [:]
        for (number, bin) in timeline.bins.enumerated() {
            let x = Self.bars.left + Double(number) * width
            var y = top
            for stage in Stage.allCases {
                let height = Self.row * (bin[stage] / timeline.width)
                guard height > 0.05 else { continue }
                columns[stage, default: []].append(
                    .init(
                        x: x, y: y, width: min(width, Self.bars.right - x), height: height))
                y += height
            }
        }
        for stage in Stage.allCases { drawing.fill(columns[stage] ?? [], stage.colour) }
    }
}
