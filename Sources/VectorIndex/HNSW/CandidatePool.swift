/// The best positions that a walk has found, in order, each expanded or not.
///
/// An entry is one number: the higher half falls with the score, then comes the position, and the
/// lowest bit tells whether its neighbours were looked at. So the order of entries is that of scores
/// and, where these are equal, of positions.
final class CandidatePool {
    private var entries: UnsafeMutableBufferPointer<UInt64>
    private(set) var count = 0
    private(set) var limit = 0
    /// No entry before this one is unexpanded.
    private var cursor = 0

    init() {
        entries = .allocate(capacity: 1)
    }

    deinit { entries.deallocate() }

    /// Empties the pool, to keep the best `limit` from now on.
    func reset(limit: Int) {
        if limit > entries.count {
            entries.deallocate()
            entries = .allocate(capacity: limit)
        }
        self.limit = limit
        count = 0
        cursor = 0
    }

    @inline(__always)
    static func entry(_ position: UInt32, _ score: Float) -> UInt64 {
        let bits = score.bitPattern
        // Ascending as an unsigned number, whatever the sign.
        let ascending = bits & 0x8000_0000 != 0 ? ~bits : bits | 0x8000_0000
        return UInt64(~ascending) << 32 | UInt64(position) << 1
    }

    @inline(__always)
    static func position(_ entry: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entry) >> 1 }

    static func score(_ entry: UInt64) -> Float {
        let ascending = ~UInt32(truncatingIfNeeded: entry >> 32)
        let bits = ascending & 0x8000_0000 != 0 ? ascending & 0x7fff_ffff : ~ascending
        return Float(bitPattern: bits)
    }

    subscript(index: Int) -> UInt64 {
        precondition(index >= 0 && index < count, "an entry of the pool")
        return entries[index]
    }

    /// Takes an entry, if it is among the best.
    ///
    /// - Returns: whether it was taken.
    @inline(__always)
    @discardableResult
    func insert(_ entry: UInt64) -> Bool {
        guard let base = entries.baseAddress else { return false }
        if count == limit {
            guard count > 0, entry < base[count - 1] else { return false }
            count -= 1
        }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if base[middle] < entry { low = middle + 1 } else { high = middle }
        }
        (base + low + 1).update(from: base + low, count: count - low)
        base[low] = entry
        count += 1
        if low < cursor { cursor = low }
        return true
    }

    /// - Returns: the best entry that was not expanded yet, which counts as expanded from now on.
    @inline(__always)
    func expandNext() -> UInt64? {
        while cursor < count {
            let entry = entries[cursor]
            cursor += 1
            if entry & 1 == 0 {
                entries[cursor - 1] = entry | 1
                return entry
            }
        }
        return nil
    }
}
