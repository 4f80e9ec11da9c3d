import Foundation
import MediaTypes
import TestSupport

/// A part of the sample archive, small enough to be indexed in a few seconds, and a library for it.
struct SampleArchive {
    struct Query {
        /// The absolute path of the query sound.
        let sound: String
        /// The end of the path that it should find.
        let path: String
        let moment: TimeRange?
    }

    /// Where `make test` has put the whole.
    static let path = ProcessInfo.processInfo.environment["TROVE_SAMPLE_ARCHIVE"]

    static let pictures =
        [
            "animals/amphibians/frog.png", "animals/birds/ostrich.png", "animals/birds/owl.png",
            "animals/birds/penguin.png", "animals/birds/rooster.png", "animals/birds/vulture.png",
            "animals/insects/bee.png", "animals/mammals/aquatic/otter.png",
            "animals/mammals/apes/chimp.png", "animals/mammals/apes/gorilla.png",
            "animals/mammals/bovines/cow.png", "animals/mammals/bovines/sheep.png",
            "animals/mammals/cats/lion.png",
            "animals/mammals/cats/tiger.png", "animals/mammals/elephant.png",
            "animals/mammals/equines/horse.png", "animals/mammals/equines/zebra.png",
            "animals/marsupials/koala.png", "clothes/hats/tophat.png", "food/fruit/apple_red.png",
            "food/fruit/banana.png", "food/fruit/lemon.png", "food/fruit/pineapple.png",
            "food/fruit/strawberry.png", "food/vegetables/broccoli.png",
            "food/vegetables/eggplant.png", "food/vegetables/garlic.png",
            "food/vegetables/lettuce.png", "hobbies/camera_35mm.png",
            "hobbies/music/brass/trumpet.png",
            "hobbies/music/percussion/drumkit.png", "hobbies/music/string/cello.png",
            "hobbies/music/string/guitar_classical.png", "hobbies/music/string/violin.png",
            "household/Lightbulb.png", "household/dishes/teapot.png", "household/tools/hammer.png",
            "seasonal/halloween/blackcat.png", "symbols/clockface.png",
            "vehicles/emergency/firetruck.png",
        ].map { "pictures/" + $0 } + [
            "photos/Bridge_by_Sander_Klootwijk.jpg", "photos/Dragonfly_by_Bolly.jpg",
            "photos/friends_by_Aitzol_Berasategi.jpg",
            "photos/picosdeeuropa_by_Aitzol_Berasategi.jpg",
            "photos/sunset_by_Aitzol_Berasategi.jpg",
        ]

    static let sounds = [
        "bee", "camera_35mm", "cello", "dog", "elephant", "firetruck", "frog", "horse", "lion",
        "owl", "pig", "rooster", "saw", "sheep", "toilet", "vacuum_cleaner", "violin",
    ].map { "sounds/\($0).ogg" }

    static let videos = ["videos/clip-02.mp4", "videos/clip-10.mp4"]

    let folder: TemporaryDirectory
    private let whole: String
    var archive: String { folder.path + "/archive" }
    var library: String { folder.path + "/library" }

    init() throws {
        folder = try TemporaryDirectory()
        whole = Self.path ?? ""
        for name in Self.pictures + Self.sounds + Self.videos {
            try FileManager.default.copyItem(
                atPath: whole + "/archive/" + name, toPath: folder.file("archive/" + name))
        }
    }

    /// A query sound, which is in no file of the archive as it is.
    func sound(_ name: String) -> String { whole + "/queries/sounds/" + name }

    /// The queries of a file that concern one of the sounds or videos, and nothing else.
    func queries(_ name: String) throws -> [Query] {
        let folder = whole + "/queries/"
        let lines = try String(contentsOfFile: folder + name, encoding: .utf8)
            .split(separator: "\n").dropFirst()
        let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        return Dictionary(grouping: rows, by: { $0[0] }).values.compactMap { rows in
            let known = rows.filter { row in
                (Self.sounds + Self.videos).contains { row[1] == "archive/" + $0 }
            }
            guard known.count == 1, let row = known.first else { return nil }
            let moment = Double(row[2]).flatMap { start in
                Double(row[3]).map { TimeRange(start: start, end: $0) }
            }
            return Query(sound: folder + row[0], path: "/" + row[1], moment: moment)
        }
    }
}
