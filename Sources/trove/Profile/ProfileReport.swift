import Ingestion
import MediaTypes

/// Where a run's time went, for people and for other programs.
struct ProfileReport: Encodable {
    /// A part of a whole.
    struct Share: Encodable {
        let seconds: Double
        /// 0…1.
        let share: Double

        init(_ time: Duration, of whole: Duration) {
            seconds = time / .seconds(1)
            share = whole > .zero ? time / whole : 0
        }
    }

    /// The threads that do one kind of work.
    struct Group: Encodable {
        let threads: Int
        /// By stage; shares are of the run's time by the clock, times the threads.
        let stages: [String: Share]
    }

    struct Processor: Encodable {
        let seconds: Double
        /// Of them, by processes that decode.
        let decodingProcesses: Double
        /// By stage; shares are of `seconds`.
        let stages: [String: Share]
    }

    struct Batches: Encodable {
        let batches: Int
        let items: Int
        /// Part of their places that was taken, 0…1.
        let fullness: Double
    }

    /// What a program does beside its run, in seconds.
    struct Surroundings: Encodable {
        let loadingSpace: Double
        let updatingIndex: Double
        let learningNoiseFloors: Double
    }

    let seconds: Double
    let work: Group
    let feed: Group
    let commit: Group
    let processor: Processor
    /// By modality.
    let batches: [String: Batches]
    let surroundings: Surroundings

    private let profile: RunProfile

    enum CodingKeys: String, CodingKey {
        case seconds, work, feed, commit, processor, batches, surroundings
    }

    init(_ profile: RunProfile, _ surroundings: Surroundings) {
        self.profile = profile
        self.surroundings = surroundings
        seconds = profile.elapsed / .seconds(1)
        work = Group(profile, .work)
        feed = Group(profile, .feed)
        commit = Group(profile, .commit)
        processor = Processor(
            seconds: profile.processor.total / .seconds(1),
            decodingProcesses: profile.processor.decoding / .seconds(1),
            stages: profile.processorTimes.shares(of: profile.processor.total))
        batches = profile.batches.reduce(into: [:]) { batches, entry in
            batches[entry.key.rawValue] = Batches(
                batches: entry.value.batches, items: entry.value.items,
                fullness: entry.value.fullness)
        }
    }

    /// For people.
    var lines: [String] {
        ["Where \(Self.time(seconds)) went:"] + table.lines() + batchLines + [
            "Processor: \(Self.time(processor.seconds)), of which decoding processes took "
                + "\(Self.time(processor.decodingProcesses)).",
            "Beside the run: loading the space \(Self.time(surroundings.loadingSpace)), "
                + "search index \(Self.time(surroundings.updatingIndex)), "
                + "noise floors \(Self.time(surroundings.learningNoiseFloors)).",
        ]
    }

    private var table: Table {
        var table = Table([.left, .right, .right, .right, .right])
        let roles: [(role: ThreadProfile.Role, group: Group)] = [
            (.work, work), (.feed, feed), (.commit, commit),
        ]
        table.add(
            [""] + roles.map { "\(HumanFormat.count($0.group.threads)) \($0.role.words)" }
                + ["processor"])
        for stage in Stage.allCases {
            let cells = (roles.map(\.group.stages) + [processor.stages]).map { stages in
                stages[stage.rawValue].map {
                    "\(Self.time($0.seconds))  \(HumanFormat.percent($0.share))"
                } ?? ""
            }
            if cells.contains(where: { !$0.isEmpty }) { table.add(["  " + stage.words] + cells) }
        }
        return table
    }

    private var batchLines: [String] {
        [(Modality.image, "picture"), (.audio, "sound")].compactMap { modality, noun in
            batches[modality.rawValue].map {
                "\(HumanFormat.count($0.items, noun)) in "
                    + "\(HumanFormat.count($0.batches, "batch", "batches")), "
                    + "\(HumanFormat.percent($0.fullness)) full."
            }
        }
    }

    private static func time(_ seconds: Double) -> String { String(format: "%.2f s", seconds) }
}

extension ProfileReport.Group {
    fileprivate init(_ profile: RunProfile, _ role: ThreadProfile.Role) {
        threads = profile.threads(role).count
        stages = profile.times(role).shares(of: profile.elapsed * threads)
    }
}

extension StageTimes {
    /// Of stages that took any time.
    fileprivate func shares(of whole: Duration) -> [String: ProfileReport.Share] {
        Stage.allCases.reduce(into: [:]) { shares, stage in
            guard self[stage] > .zero else { return }
            shares[stage.rawValue] = ProfileReport.Share(self[stage], of: whole)
        }
    }
}
