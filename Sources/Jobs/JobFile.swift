import Foundation
import Ingestion
import MediaTypes
import Yams

/// Reads job files: YAML whose every key is known.
public enum JobFile {
    /// Bytes; more is none that a person wrote.
    private static let largest = 1 << 20

    /// - Throws: `JobError`.
    public static func load(path: String) throws -> Job {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw JobError(file: path, line: nil, key: nil, reason: "can't be read")
        }
        guard data.count <= largest, let text = String(data: data, encoding: .utf8) else {
            throw JobError(file: path, line: nil, key: nil, reason: "is no text of a job")
        }
        return try parse(text, file: path)
    }

    /// - Parameter file: its absolute path; relative paths in it count from its folder.
    /// - Throws: `JobError`.
    public static func parse(_ text: String, file: String) throws -> Job {
        var top = try JobMapping(try compose(text, file), file: file)
        let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        var job = Job(name: try top.take("name") { try $0.text() } ?? name)
        job.options.job = job.name
        job.options.toleratesMissingRoots = true
        job.options.settling = 10
        guard
            let roots = try top.take(
                "roots", { try paths($0) }),
            !roots.isEmpty
        else { throw top.missing("roots") }
        job.roots = roots
        if let space = try top.take("space", { try $0.text() }) {
            job.space = space.contains("/") ? path(space, of: file) : space
        }
        try takeRules(&top, &job.options.rules)
        try takeTimes(&top, &job.options)
        _ = try top.take("order") { try takeOrder($0, &job) }
        _ = try top.take("window") { try takeWindow($0, &job) }
        _ = try top.take("sampling") { try takeSampling($0, &job) }
        _ = try top.take("limits") { try takeLimits($0, &job) }
        _ = try top.take("retry") { try takeRetry($0, &job) }
        _ = try top.take("report") { try takeReport($0, &job) }
        try top.finish()
        return job
    }

    private static func compose(_ text: String, _ file: String) throws -> Node {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
        } catch let error as YamlError {
            throw JobError(error, file: file)
        } catch {
            throw JobError(file: file, line: nil, key: nil, reason: "\(error)")
        }
        throw JobError(file: file, line: nil, key: nil, reason: "is empty")
    }

    private static func takeRules(_ top: inout JobMapping, _ rules: inout WalkRules) throws {
        rules.include = try top.take("include") { try globs($0) } ?? rules.include
        rules.exclude = try top.take("exclude") { try globs($0) } ?? rules.exclude
        rules.hidden =
            try top.take("hidden") { try $0.truth() } ?? rules.hidden
        if let links = try top.take(
            "symbolic_links", { try $0.choice(SymbolicLinks.self) })
        {
            rules.symbolicLinks = links == .follow
        }
        rules.otherFileSystems =
            try top.take("other_file_systems") { try $0.truth() }
            ?? rules.otherFileSystems
    }

    private static func takeTimes(
        _ top: inout JobMapping, _ options: inout IndexOptions
    ) throws {
        options.settling =
            try top.take("settle") { try $0.quantity(.time, 0...86_400) } ?? options.settling
        options.grace =
            try top.take("keep_deleted") { try $0.quantity(.time, 0...86_400 * 3650) }
            ?? options.grace
    }

    private static func takeOrder(_ value: JobValue, _ job: inout Job) throws {
        var order = try value.mapping()
        if let types = try order.take("types", { try $0.texts() }) {
            job.options.order.types = try types.map { try $0.choice(MediaType.self) }
        }
        job.options.order.within =
            try order.take("within") { try $0.choice(IndexOrder.Within.self) }
            ?? job.options.order.within
        try order.finish()
    }

    private static func takeWindow(_ value: JobValue, _ job: inout Job) throws {
        var window = try value.mapping()
        guard
            let hours = try window.take(
                "hours",
                { value in
                    guard let window = DailyWindow(try value.text()) else {
                        throw value.error("must be two times of day, as in 22:00-06:00")
                    }
                    return window
                })
        else { throw window.missing("hours") }
        job.options.window = hours
        job.options.outsideWindow =
            try window.take("outside") { try $0.choice(IndexOptions.OutsideWindow.self) }
            ?? job.options.outsideWindow
        try window.finish()
    }

    private static func takeSampling(_ value: JobValue, _ job: inout Job) throws {
        var sampling = try value.mapping()
        job.decoding.keyframeInterval =
            try sampling.take("video") { try $0.quantity(.time, 0.5...60) }
            ?? job.decoding.keyframeInterval
        job.options.soundHop =
            try sampling.take("sound") { try $0.quantity(.time, 0.5...2.5) } ?? job.options.soundHop
        job.options.cropsPhotos =
            try sampling.take("crops") { try $0.truth() } ?? job.options.cropsPhotos
        try sampling.finish()
    }

    private static func takeLimits(_ value: JobValue, _ job: inout Job) throws {
        var limits = try value.mapping()
        job.threads = try limits.take("threads") { try $0.whole(1...1024) }
        job.nice =
            try limits.take("nice") { try $0.whole(0...19) } ?? job.nice
        if let memory = try limits.take(
            "memory",
            { try $0.quantity(.size, 0x1p30...0x1p40) })
        {
            job.decoding.memory = UInt64(memory)
        }
        if let time = try limits.take(
            "processor_time",
            { try $0.quantity(.time, 1...86_400) })
        {
            job.decoding.seconds = UInt32(time)
        }
        if let size = try limits.take(
            "file", { try $0.quantity(.size, 1...0x1p60) })
        {
            job.options.largestFile = Int64(size)
        }
        if let pixels = try limits.take(
            "picture", { try $0.quantity(.pixels, 1e6...2e9) })
        {
            job.decoding.limits.maxSourcePixels = Int(pixels)
            job.decoding.limits.maxPixels = min(job.decoding.limits.maxPixels, Int(pixels))
        }
        try limits.finish()
    }

    private static func takeRetry(_ value: JobValue, _ job: inout Job) throws {
        var retry = try value.mapping()
        job.options.retry.attempts =
            try retry.take("attempts") { try $0.whole(1...100) }
            ?? job.options.retry.attempts
        job.options.retry.pause =
            try retry.take("after") { try $0.quantity(.time, 0...86_400 * 365) }
            ?? job.options.retry.pause
        try retry.finish()
    }

    private static func takeReport(_ value: JobValue, _ job: inout Job) throws {
        var report = try value.mapping()
        job.report.format =
            try report.take("format") { try $0.choice(Job.Report.Format.self) } ?? job.report.format
        job.report.file = try report.take("file") { path(try $0.text(), of: $0.file) }
        job.options.isProfiled =
            try report.take("profile") { try $0.truth() } ?? job.options.isProfiled
        job.report.profilePicture = try report.take("profile_picture") {
            path(try $0.text(), of: $0.file)
        }
        if job.report.profilePicture != nil { job.options.isProfiled = true }
        try report.finish()
    }

    private static func globs(_ value: JobValue) throws -> [GlobPattern] {
        try value.texts().map { text in
            do {
                return try GlobPattern(text.text())
            } catch let error as GlobPattern.Invalid {
                throw text.error("is no pattern: \(error)")
            }
        }
    }

    private static func paths(_ value: JobValue) throws -> [String] {
        try value.texts().map { path(try $0.text(), of: value.file) }
    }

    /// `~` is the home folder; what is relative counts from the job file's folder.
    private static func path(_ text: String, of file: String) -> String {
        let folder = (file as NSString).deletingLastPathComponent
        let expanded = (text as NSString).expandingTildeInPath
        return URL(fileURLWithPath: expanded, relativeTo: URL(fileURLWithPath: folder + "/"))
            .standardizedFileURL.path
    }
}

/// What a job does with symbolic links in folders.
private enum SymbolicLinks: String, CaseIterable {
    case follow
    case skip
}

extension JobError {
    fileprivate init(_ error: YamlError, file: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(file: file, line: mark.line, key: nil, reason: "is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(
                file: file, line: context.mark.line,
                key: duplicates.map { "\($0)" }.joined(separator: ", "),
                reason: "comes twice")
        default:
            self.init(file: file, line: nil, key: nil, reason: "is no YAML: \(error)")
        }
    }
}

extension DailyWindow {
    /// From a text such as `22:00-06:00`.
    fileprivate init?(_ text: String) {
        let minutes = text.split(separator: "-", omittingEmptySubsequences: false).map {
            part -> Int? in
            let numbers = part.split(separator: ":", omittingEmptySubsequences: false)
            guard numbers.count == 2, let hour = Int(numbers[0]), (0..<24).contains(hour),
                numbers[1].count == 2, let minute = Int(numbers[1]), (0..<60).contains(minute)
            else { return nil }
            return hour * 60 + minute
        }
        guard minutes.count == 2, let start = minutes[0], let end = minutes[1] else { return nil }
        self.init(start: start, end: end)
    }
}
