import Foundation

/// The committed pictures, made by Scripts/fixtures/make_media_fixtures.py.
enum Fixture {
    /// The absolute path of a fixture.
    static func path(_ name: String) throws -> String {
        guard let folder = Bundle.module.resourcePath else { throw CocoaError(.fileNoSuchFile) }
        return folder + "/Fixtures/" + name
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path(name))))
    }
}
