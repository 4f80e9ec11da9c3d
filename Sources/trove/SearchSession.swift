import Catalog
import Encoding
import MediaTypes
import Retrieval

/// A library opened for searching, with the space that its embeddings are in.
struct SearchSession {
    let catalog: Catalog
    let space: Space
    let engine: SearchEngine

    /// - Parameters:
    ///   - name: a space's name or folder; nil is the one that was last indexed with.
    ///   - modalities: what queries will be made of.
    ///   - precision: what they are encoded in; nil is the preferred one.
    init(
        folder: String, space name: String?, modalities: Set<Modality>, precision: Precision?
    ) throws {
        catalog = try Catalog(library: folder, access: .read)
        guard let name = try name ?? Self.lastSpace(of: catalog) else {
            throw SearchError.emptyLibrary(folder: folder)
        }
        space = try SpaceStore().load(name, modalities: modalities, precision: precision)
        engine = try SearchEngine(catalog: catalog, space: space)
    }

    private static func lastSpace(of catalog: Catalog) throws -> String? {
        let last = try catalog.recentRuns(limit: 1).first?.space
        let spaces = try catalog.spaces()
        return (spaces.first { $0.id == last } ?? spaces.last)?.name
    }
}
