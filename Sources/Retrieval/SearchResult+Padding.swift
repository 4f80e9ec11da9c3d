import MediaTypes

extension SearchResult {
    /// The same with a moment that begins earlier and ends later, within the asset.
    /// - Parameter seconds: on each side, at least 0.
    public func padded(by seconds: Double) -> SearchResult {
        guard let range else { return self }
        var padded = self
        // A file may hold more than it says.
        let last = max(range.end, duration ?? .infinity)
        padded.range = TimeRange(
            start: max(0, range.start - seconds), end: min(last, range.end + seconds))
        return padded
    }
}
