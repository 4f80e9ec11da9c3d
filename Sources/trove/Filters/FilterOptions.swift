import ArgumentParser
import Catalog
import Foundation
import MediaTypes

/// What is looked through.
struct FilterOptions: ParsableArguments {
    @Option(
        name: .customLong("in"),
        help: ArgumentHelp("Look in this folder or file alone. May be repeated.", valueName: "path")
    )
    var folders: [String] = []

    @Option(
        help: ArgumentHelp(
            "Taken then or later: 2024, 2024-05, 2024-05-17, 2024-05-17T12:00.", valueName: "date"),
        transform: DatePeriod.init(argument:))
    var after: DatePeriod?

    @Option(
        help: ArgumentHelp("Taken then or earlier.", valueName: "date"),
        transform: DatePeriod.init(argument:))
    var before: DatePeriod?

    @Option(help: ArgumentHelp("A part of the camera's maker and model.", valueName: "name"))
    var camera: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Taken there, with a radius in km or m: 48.137,11.575,5km.", valueName: "lat,lon,radius"
        ),
        transform: FilterArguments.area)
    var near: AssetFilter.Area?

    @Option(
        help: ArgumentHelp("At least this long: seconds or m:ss.", valueName: "time"),
        transform: FilterArguments.seconds)
    var longer: Double?

    @Option(
        help: ArgumentHelp("At most this long.", valueName: "time"),
        transform: FilterArguments.seconds)
    var shorter: Double?

    @Option(
        help: ArgumentHelp("At least this large: 2MP or 1920x1080.", valueName: "size"),
        transform: PictureSize.init(argument:))
    var minPixels: PictureSize?

    @Option(help: "The shape of the picture.")
    var orientation: AssetFilter.Orientation?

    @Flag(help: "With sound.")
    var hasSound = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("At least so many stars, 0…5.", valueName: "n"))
    var rating: Int?

    @Option(
        help: ArgumentHelp("With this tag. May be repeated: with all of them.", valueName: "tag"))
    var tag: [String] = []

    func validate() throws {
        // In the words that were given: a month's end is another day.
        if let after, let before, after.start >= before.end {
            throw ValidationError("Nothing is both after \(after.text) and before \(before.text).")
        }
        do {
            try conditions.validate()
        } catch {
            throw ValidationError("\(error).")
        }
    }

    /// The filter for a library; nothing is known there of how paths are given here.
    func filter(for catalog: Catalog) throws -> AssetFilter {
        var filter = conditions
        filter.folders = try folders.map { folder in
            let path = FilePath.absolute(folder)
            // A run resolves the links in what it is given, but not those that it finds in there.
            let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            return try catalog.showsAnything(in: path) ? path : resolved
        }
        return filter
    }

    /// All but the folders.
    private var conditions: AssetFilter {
        var filter = AssetFilter()
        filter.from = after?.start
        filter.until = before?.end
        filter.camera = camera
        filter.area = near
        filter.duration = AssetFilter.Bounds(minimum: longer, maximum: shorter)
        filter.pixels.minimum = minPixels?.pixels
        filter.width.minimum = minPixels?.width
        filter.height.minimum = minPixels?.height
        filter.orientation = orientation
        filter.hasSound = hasSound ? true : nil
        filter.rating = rating
        filter.tags = tag
        return filter
    }
}

extension AssetFilter.Orientation: ExpressibleByArgument {}
