import Synchronization

/// What several encoders of one space have in common, loaded once: networks that they run through,
/// and files that they read.
final class SharedModels: Sendable {
    private let models = Mutex<[String: any Sendable]>([:])

    /// What lies at a path, loaded by `load` where it is not yet.
    func model<Model: Sendable>(at path: String, load: () throws -> Model) rethrows -> Model {
        if let model = models.withLock({ $0[path] }) as? Model { return model }
        let model = try load()
        models.withLock { $0[path] = model }
        return model
    }
}
