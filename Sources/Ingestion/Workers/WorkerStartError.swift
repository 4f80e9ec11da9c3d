/// No decoding process can be started, so that no file can be read at all.
public struct WorkerStartError: Error, CustomStringConvertible {
    let program: String
    let reason: String

    public var description: String { "can't start a decoding process (\(program)): \(reason)" }
}
