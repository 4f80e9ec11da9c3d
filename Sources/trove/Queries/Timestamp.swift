/// A place in a recording or video as a person writes it.
enum Timestamp {
    /// Seconds of `83.5`, `1:23.5` and `0:01:23.5`; nil for anything else.
    static func seconds(_ text: Substring) -> Double? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count <= 3 else { return nil }
        var seconds = 0.0
        for (place, field) in fields.enumerated() {
            let isLast = place == fields.count - 1
            let isNumber = field.allSatisfy {
                ("0"..."9").contains($0) || (isLast && $0 == ".")
            }
            guard isNumber, let value = Double(field), value.isFinite, place == 0 || value < 60
            else { return nil }
            seconds = 60 * seconds + value
        }
        return seconds
    }
}
