/// A pattern for paths, as in `.gitignore`.
///
/// `*` is anything within a name, `?` one character of it, `[a-z]` and `[!a-z]` one of a kind,
/// `**` any folders; `\` takes the next character as it is. A pattern with a slash before its end
/// counts from the folder that it is written for, one without holds for names anywhere beneath. A
/// slash at the end is for folders alone. Letters must agree in case.
public struct GlobPattern: Sendable, Hashable {
    /// The pattern is no pattern; the text says why.
    public struct Invalid: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    private enum Token: Sendable, Hashable {
        case one(Unicode.Scalar)
        case anyOne
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
        /// Anything without a slash.
        case star
        /// No folders, or any, each with its slash.
        case folders
        /// Anything that is not empty.
        case rest
    }

    /// For folders alone.
    let isForFolders: Bool
    private let tokens: [Token]

    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        var text = text[...]
        isForFolders = text.hasSuffix("/") && !text.hasSuffix("\\/")
        if isForFolders { text.removeLast() }
        let isAnchored = text.contains("/")
        if text.hasPrefix("/") { text.removeFirst() }
        guard !text.isEmpty else { throw Invalid(description: "it is empty") }
        var tokens: [Token] = isAnchored ? [] : [.folders]
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if part == "**" {
                tokens.append(isLast ? .rest : .folders)
            } else {
                guard !part.isEmpty else { throw Invalid(description: "two slashes in a row") }
                tokens += try Self.tokens(of: part)
                if !isLast { tokens.append(.one("/")) }
            }
        }
        self.tokens = tokens
    }

    /// Whether a path fits.
    /// - Parameter path: relative to the folder that the pattern is written for.
    public func matches(_ path: String, isFolder: Bool) -> Bool {
        guard isFolder || !isForFolders else { return false }
        // Every state at once, so that no pattern takes long: twice the token's number, and one
        // more inside of a token that goes on.
        var states: Set<Int> = []
        enter(2 * 0, &states)
        for scalar in path.unicodeScalars {
            var next: Set<Int> = []
            for state in states { step(from: state, over: scalar, &next) }
            states = next
            if states.isEmpty { return false }
        }
        return states.contains(2 * tokens.count)
    }

    /// Adds a state, and those that it leads to over nothing.
    private func enter(_ state: Int, _ states: inout Set<Int>) {
        guard states.insert(state).inserted, state / 2 < tokens.count else { return }
        switch tokens[state / 2] {
        case .star: enter(state / 2 * 2 + 2, &states)
        case .folders where state % 2 == 0: enter(state + 2, &states)
        case .rest where state % 2 == 1: enter(state + 1, &states)
        default: break
        }
    }

    private func step(from state: Int, over scalar: Unicode.Scalar, _ next: inout Set<Int>) {
        guard state / 2 < tokens.count else { return }
        let here = state / 2 * 2
        switch tokens[state / 2] {
        case .one(let wanted): if scalar == wanted { enter(here + 2, &next) }
        case .anyOne: if scalar != "/" { enter(here + 2, &next) }
        case .set(let ranges, let isNegated):
            if scalar != "/", ranges.contains(where: { $0.contains(scalar) }) != isNegated {
                enter(here + 2, &next)
            }
        case .star: if scalar != "/" { enter(here, &next) }
        case .folders: enter(scalar == "/" ? here : here + 1, &next)
        case .rest: enter(here + 1, &next)
        }
    }

    private static func tokens(of part: Substring) throws(Invalid) -> [Token] {
        var tokens: [Token] = []
        var rest = part.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": if tokens.last != .star { tokens.append(.star) }
            case "?": tokens.append(.anyOne)
            case "[": tokens.append(try set(&rest))
            case "\\":
                guard let next = rest.popFirst() else {
                    throw Invalid(description: "it ends in the middle of an escape")
                }
                tokens.append(.one(next))
            default: tokens.append(.one(scalar))
            }
        }
        return tokens
    }

    /// What follows `[`.
    private static func set(_ rest: inout Substring.UnicodeScalarView) throws(Invalid) -> Token {
        let isNegated = rest.first == "!" || rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let scalar = rest.popFirst() {
            if scalar == "]" && !ranges.isEmpty { return .set(ranges, isNegated: isNegated) }
            var end = scalar
            if rest.first == "-", let last = rest.dropFirst().first, last != "]" {
                rest.removeFirst(2)
                end = last
            }
            guard scalar <= end else {
                throw Invalid(description: "the range \(scalar)-\(end) runs backwards")
            }
            ranges.append(scalar...end)
        }
        throw Invalid(description: "a [ without its ]")
    }
}
