import Foundation

/// Where downloads are kept until they are installed.
public enum DownloadFolder {
    /// `$XDG_CACHE_HOME/trove/downloads`, else `~/.cache/trove/downloads`.
    public static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        let base =
            environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? NSHomeDirectory() + "/.cache"
        return base + "/trove/downloads"
    }
}
