import ArgumentParser
import MediaTypes

/// The space that new vectors are made in.
struct SpaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("An installed space, or a space's folder.", valueName: "name|dir"))
    var space = "starter"
}

/// The space to search in.
struct SearchSpaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An installed space, or a space's folder. (default: that of the last index run)",
            valueName: "name|dir"))
    var space: String?
}
