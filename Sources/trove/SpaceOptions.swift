import ArgumentParser
import MediaTypes

/// The space of a command that needs no library.
struct SpaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("An installed space, or a space's folder.", valueName: "name|dir"))
    var space = "starter"
}

/// The space to index in.
struct IndexSpaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            An installed space, or a space's folder. A library has one: 'trove space migrate' \
            changes it. (default: the library's, of a new one 'starter')
            """, valueName: "name|dir"))
    var space: String?
}

/// The space to search in.
struct SearchSpaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An installed space, or a space's folder. (default: the library's)",
            valueName: "name|dir"))
    var space: String?
}
