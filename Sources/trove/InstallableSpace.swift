import ArgumentParser
import SpaceInstallation

/// A space that `trove space install` knows.
enum InstallableSpace: ExpressibleByArgument {
    case starter
    case known(PublicSpace)

    init?(argument: String) {
        if argument == StarterSpaceInstaller.name {
            self = .starter
        } else if let space = PublicSpace.all.first(where: { $0.name == argument }) {
            self = .known(space)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] {
        [StarterSpaceInstaller.name] + PublicSpace.all.map(\.name)
    }

    var name: String {
        switch self {
        case .starter: StarterSpaceInstaller.name
        case .known(let space): space.name
        }
    }
}
