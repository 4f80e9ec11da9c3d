import ArgumentParser
import MediaTypes

/// Types of media as one argument: `image,audio,video`.
struct MediaTypeList: ExpressibleByArgument {
    let types: Set<MediaType>

    static let all = MediaTypeList(types: Set(MediaType.allCases))

    init(types: Set<MediaType>) {
        self.types = types
    }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        let types = names.compactMap { MediaType(rawValue: String($0)) }
        guard types.count == names.count else { return nil }
        self.types = Set(types)
    }

    var defaultValueDescription: String {
        MediaType.allCases.map(\.rawValue).joined(separator: ",")
    }

    static var allValueStrings: [String] { MediaType.allCases.map(\.rawValue) }
}
