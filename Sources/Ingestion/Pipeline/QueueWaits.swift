/// What waiting at a queue counts as.
struct QueueWaits {
    let profiler: RunProfiler
    /// For room.
    let full: Stage
    /// For an element.
    let empty: Stage
}
