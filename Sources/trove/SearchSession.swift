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
    ///   - name: a space's name or folder; nil is the library's.
    ///   - modalities: what queries will be made of.
    ///   - precision: what they are encoded in; nil is the preferred one.
    init(
        folder: String, space name: String?, modalities: Set<Modality>, precision: Precision?
    ) throws {
        catalog = try Catalog(library: folder, access: .read)
        let current = try catalog.currentSpace()
        guard let name = name ?? current?.location else {
            throw SearchError.emptyLibrary(folder: folder)
        }
        space = try SpaceStore().load(name, modalities: modalities, precision: precision)
        engine = try SearchEngine(catalog: catalog, space: space)
        if let current, current.identity != space.identity {
            StandardError.write(
                "Searching in '\(space.name)', in which files may be missing: the library's space is "
                    + "'\(current.name)'.")
        }
    }
}
