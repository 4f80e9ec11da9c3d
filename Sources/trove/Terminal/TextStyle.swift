import Foundation

/// Emphasis for people; plain text where the output is no terminal or colour isn't wanted
/// (https://no-color.org).
struct TextStyle {
    let isColoured: Bool

    init(isTerminal: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        isColoured =
            isTerminal && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    func strong(_ text: String) -> String { sequence("1", text) }
    func faint(_ text: String) -> String { sequence("2", text) }
    func warning(_ text: String) -> String { sequence("33", text) }

    private func sequence(_ code: String, _ text: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
