import Foundation

/// Tags in the form in which they are compared.
enum FoldedTag {
    /// Without regard to case, composition and space around levels.
    static func fold(_ tag: String) -> String {
        levels(tag).joined(separator: "/")
    }

    /// All by which a tag is found: `People/Family/Ada` by itself, by `people/family`, and by each
    /// of its levels.
    static func all(_ tags: [String]) -> Set<String> {
        var folded: Set<String> = []
        for tag in tags {
            let levels = levels(tag)
            folded.formUnion(levels)
            for count in levels.indices {
                folded.insert(levels[...count].joined(separator: "/"))
            }
        }
        return folded
    }

    /// A tag with more levels is none that a person made; what follows is left out.
    private static let maxLevels = 16

    private static func levels(_ tag: String) -> [String] {
        Array(
            tag.precomposedStringWithCanonicalMapping.lowercased().split(separator: "/")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
                .prefix(maxLevels))
    }
}
