import ArgumentParser
import Catalog
import Foundation

/// How a command ended, as `docs/exit-codes.md` has it.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case wrongUsage = 2
    /// Done, but some files are in the quarantine.
    case partial = 3
    /// Another run writes to the library.
    case libraryLocked = 4
    case interrupted = 130

    /// What an error of a command, or of reading the command line, ends it with.
    init(_ error: any Error) {
        if case CatalogError.libraryLocked? = error as? CatalogError {
            self = .libraryLocked
            return
        }
        switch Trove.exitCode(for: error) {
        case .validationFailure: self = .wrongUsage
        case let code: self = ExitStatus(rawValue: code.rawValue) ?? .failed
        }
    }

    /// To be thrown by a command that has already said everything.
    var exitCode: ExitCode { ExitCode(rawValue) }

    /// Ends the process.
    func endProcess() -> Never { exit(rawValue) }

    /// Ends the process without a word to its threads, which may be at work: what they use must not
    /// be taken down under them.
    func endProcessAtOnce() -> Never { _exit(rawValue) }
}
