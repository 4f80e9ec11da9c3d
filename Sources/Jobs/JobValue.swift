import Yams

/// A value of a job file, with where it stands.
struct JobValue {
    let node: Node
    let file: String
    let key: String

    func error(_ reason: String) -> JobError {
        JobError(file: file, line: node.mark?.line, key: key, reason: reason)
    }

    func mapping() throws -> JobMapping {
        try JobMapping(node, file: file, prefix: key)
    }

    func text() throws -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw error("must be a text")
        }
        return scalar.string
    }

    /// One text, or a list of them.
    func texts() throws -> [JobValue] {
        guard case .sequence(let sequence) = node else {
            _ = try text()
            return [self]
        }
        var values: [JobValue] = []
        for node in sequence {
            let value = JobValue(node: node, file: file, key: key)
            _ = try value.text()
            values.append(value)
        }
        return values
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ type: Choice.Type
    ) throws -> Choice {
        guard let choice = Choice(rawValue: try text()) else {
            throw error("must be one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    func truth() throws -> Bool {
        switch try text() {
        case "true": return true
        case "false": return false
        default: throw error("must be true or false")
        }
    }

    func whole(_ range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw error("must be a whole number, \(range.lowerBound)…\(range.upperBound)")
        }
        return number
    }

    /// A number with a unit, within a range that is given in words.
    func quantity(_ kind: Quantity, _ range: ClosedRange<Double>) throws -> Double {
        guard let number = kind.number(in: try text()) else {
            throw error("must be a number with a unit: " + kind.unitList)
        }
        guard range.contains(number) else {
            throw error(
                "must be \(kind.text(range.lowerBound)) to \(kind.text(range.upperBound))")
        }
        return number
    }
}
