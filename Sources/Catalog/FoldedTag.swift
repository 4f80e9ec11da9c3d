import Foundation

/// Tags in the form in which they are compared.
enum FoldedTag {
    /// Without regard to case, composition and outer space.
    static func fold(_ tag: String) -> String {
        tag.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping.lowercased()
    }

    /// All by which a tag is found: `People/Ada` by itself, `people` and `ada`.
    static func all(_ tags: [String]) -> Set<String> {
        var folded: Set<String> = []
        for tag in tags {
            folded.insert(fold(tag))
            folded.formUnion(tag.split(separator: "/").map { fold(String($0)) })
        }
        folded.remove("")
        return folded
    }
}
