import Encoding
import MediaTypes
import Testing

/// The installed starter space. Tests that need it fail where it is missing, and the error says
/// how to install it.
enum StarterSpace {
    private static let loaded = Result { try SpaceStore().load("starter") }

    /// Loaded once for all tests.
    static func load() throws -> Space { try loaded.get() }

    /// Path of an encoder's weights: a file or a folder.
    static func weights(_ modality: Modality) throws -> String {
        let store = SpaceStore()
        let entry = try #require(try store.manifest(of: "starter").encoders[modality.rawValue])
        return try store.path(of: "starter") + "/" + entry.weights
    }
}
