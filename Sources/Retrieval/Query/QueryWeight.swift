/// How much a part of a query counts, written before it: the `2*` of `2*dog`.
public enum QueryWeight {
    /// The largest; the smallest is anything above 0.
    public static let largest: Float = 100

    /// Splits a weight from what follows it.
    ///
    /// - Returns: nil for the weight where there is none, as in `dog`, `2*` and `x*y`; otherwise
    ///   `rest` is not empty.
    /// - Throws: `SearchError.weightOutOfRange`.
    public static func split(
        _ text: Substring
    ) throws(SearchError) -> (weight: Float?, rest: Substring) {
        let number = text.prefix { $0 == "." || ("0"..."9").contains($0) }
        let rest = text[number.endIndex...]
        guard rest.first == "*", rest.count > 1, let weight = Float(number) else {
            return (nil, text)
        }
        guard weight > 0, weight <= largest else { throw .weightOutOfRange(String(number)) }
        return (weight, rest.dropFirst())
    }
}
