import MediaTypes
import Synchronization

/// An encoder of texts that is loaded when the first ones come: a run that encodes pictures hardly
/// needs it, and it may be as large as theirs.
final class DeferredTextEncoder: TextEncoder {
    private let requested: Precision
    private let load: @Sendable () throws -> any TextEncoder
    private let loaded = Mutex<(any TextEncoder)?>(nil)

    init(precision: Precision, load: @escaping @Sendable () throws -> any TextEncoder) {
        requested = precision
        self.load = load
    }

    /// The one that was asked for, until the encoder is loaded.
    var precision: Precision { loaded.withLock { $0?.precision ?? requested } }

    /// - Throws: also what is wrong with its files.
    func encode(_ texts: [String]) throws -> [Embedding] {
        let encoder = try loaded.withLock { loaded in
            if let loaded { return loaded }
            let encoder = try load()
            loaded = encoder
            return encoder
        }
        return try encoder.encode(texts)
    }
}
