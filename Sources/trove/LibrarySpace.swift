import Catalog

/// The space that answers a library's searches.
enum LibrarySpace {
    /// What a library that nothing was indexed in gets.
    static let standard = "starter"

    /// Its name or folder; of a library that is not there, or empty, the standard one.
    ///
    /// - Parameter folder: the library's; none is made.
    static func location(library folder: String) throws -> String {
        do {
            return try location(Catalog(library: folder, access: .read))
        } catch CatalogError.noLibrary {
            return standard
        } catch CatalogError.schemaTooOld {
            return try location(Catalog(library: folder))
        }
    }

    static func location(_ catalog: Catalog) throws -> String {
        try catalog.currentSpace()?.location ?? standard
    }
}
