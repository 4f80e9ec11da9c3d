import Foundation

extension IndexReport {
    /// A page that needs nothing but itself.
    var html: String {
        let title = "Trove: " + (job ?? "index run")
        let rows = [
            ("New", new), ("Changed", changed), ("Moved or renamed", moved), ("Copied", copied),
            ("Gone", removed), ("Unchanged", unchanged), ("Failed", quarantined.count),
            ("Still quarantined", stillQuarantined), ("Passed by", problems.count),
            ("Left for later", deferred.count),
        ].map { "<tr><th>\($0)</th><td>\(HumanFormat.count($1))</td></tr>" }
        let lines = lines(TextStyle(isTerminal: false)).map(Self.escape).joined(separator: "\n")
        let troubles = (quarantined + problems).map {
            "<tr><td>\(Self.escape($0.path))</td><td>\(Self.escape($0.reason))</td></tr>"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(Self.escape(title))</title>
            <style>
            body { font-family: sans-serif; margin: 2em; }
            th, td { text-align: left; padding: 0.2em 1em 0.2em 0; vertical-align: top; }
            </style></head>
            <body>
            <h1>\(Self.escape(title))</h1>
            <p>\(HumanFormat.date(Date()))</p>
            <table>\(rows.joined())</table>
            <pre>\(lines)</pre>
            \(troubles.isEmpty ? "" : "<h2>Files that need a look</h2><table>\(troubles.joined())</table>")
            </body>
            </html>

            """
    }

    private static func escape(_ text: String) -> String {
        FilePath.withoutControls(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
