import Foundation

/// Runs the program without root's right to read everything, as most people run it.
enum Privileges {
    /// What the program is started by; nothing where the tests don't run as root.
    static let launcher: [String] = {
        guard geteuid() == 0 else { return [] }
        let rights = "-dac_override,-dac_read_search"
        return ["/usr/bin/setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"]
    }()

    /// Some containers keep even root from this.
    static let canBeTaken: Bool = {
        let help = try? TroveProcess.run(["--help"], launcher: launcher)
        return help?.status == 0
    }()
}
