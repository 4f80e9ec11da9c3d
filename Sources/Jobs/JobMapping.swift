import Yams

/// A mapping of a job file, from which every key must be taken.
struct JobMapping {
    let file: String
    /// The keys that lead here, with dots.
    private let prefix: String
    private let line: Int?
    private var entries: [String: Node] = [:]
    private var known: [String] = []

    /// - Throws: `JobError` where the node is no mapping of names.
    init(_ node: Node, file: String, prefix: String = "") throws {
        self.file = file
        self.prefix = prefix
        line = node.mark?.line
        guard case .mapping(let mapping) = node else {
            throw JobError(
                file: file, line: line, key: prefix.isEmpty ? nil : prefix,
                reason: "must have keys and values")
        }
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                throw JobError(
                    file: file, line: key.mark?.line, key: prefix.isEmpty ? nil : prefix,
                    reason: "has a key that is no name")
            }
            // Yams refuses a key that comes twice.
            entries[name.string] = value
        }
    }

    /// The value of a key, read by `read`; nil where it is missing.
    mutating func take<Value>(
        _ key: String, _ read: (JobValue) throws -> Value
    ) throws -> Value? {
        known.append(key)
        guard let node = entries.removeValue(forKey: key) else { return nil }
        return try read(JobValue(node: node, file: file, key: name(key)))
    }

    /// - Throws: `JobError` for a key that was not taken.
    func finish() throws {
        let lines = entries.mapValues { $0.mark?.line ?? 0 }
        guard let (key, line) = lines.min(by: { $0.value < $1.value }) else { return }
        throw JobError(
            file: file, line: line, key: name(key),
            reason: "unknown key; known are " + known.sorted().joined(separator: ", "))
    }

    func missing(_ key: String) -> JobError {
        JobError(file: file, line: line, key: name(key), reason: "is missing")
    }

    private func name(_ key: String) -> String { prefix.isEmpty ? key : prefix + "." + key }
}
