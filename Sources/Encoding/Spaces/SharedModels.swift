import Synchronization

/// Networks that several encoders of one space run through, each loaded once.
final class SharedModels: Sendable {
    private let models = Mutex<[String: any Sendable]>([:])

    /// The model of a folder, loaded by `load` where it is not yet.
    func model<Model: Sendable>(at path: String, load: () throws -> Model) rethrows -> Model {
        if let model = models.withLock({ $0[path] }) as? Model { return model }
        let model = try load()
        models.withLock { $0[path] = model }
        return model
    }
}
