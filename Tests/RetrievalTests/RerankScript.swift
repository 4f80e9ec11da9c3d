import Foundation
import TestSupport

/// Programs that rerank, well or badly.
enum RerankScript: String, CaseIterable {
    case keepingOrder, reversingOrder, failing, dying, sleeping, leavingAChild, empty, garbage
    case outOfRange, unknownID, twice, endless

    /// Scores every candidate by its number.
    private static func scoring(_ formula: String) -> String {
        """
        grep -o '"id":[0-9]*' | tr -dc '0-9\\n' \
        | awk '{ printf "{\\"id\\":%d,\\"score\\":%f}\\n", $1, \(formula) }'
        """
    }

    private var commands: String {
        switch self {
        case .keepingOrder: Self.scoring("1 / $1")
        case .reversingOrder: Self.scoring("1 - 1 / $1")
        case .failing: Self.scoring("1 / $1") + "; exit 7"
        case .dying: "kill -9 $$"
        case .sleeping: "sleep 60"
        case .leavingAChild: "sleep 60 & echo $! > \"$0.child\"; wait"
        case .empty: "true"
        case .garbage: "echo hello"
        case .outOfRange: #"echo '{"id":1,"score":1.5}'"#
        case .unknownID: #"echo '{"id":100000,"score":0.5}'"#
        case .twice: #"echo '{"id":1,"score":0.5}'; echo '{"id":1,"score":0.5}'"#
        case .endless: "yes"
        }
    }

    /// - Returns: the path of the program.
    func write(to folder: TemporaryDirectory) throws -> String {
        let path = try folder.write("#!/bin/sh\n\(commands)\n".utf8, to: "scripts/\(rawValue).sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}
