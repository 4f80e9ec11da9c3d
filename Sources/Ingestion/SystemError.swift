import Foundation

/// What the operating system said.
struct SystemError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    init(_ code: Int32) {
        self.code = code
    }

    var description: String { String(cString: strerror(code)).lowercased() }

    /// The file is not there (any more).
    var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
}
