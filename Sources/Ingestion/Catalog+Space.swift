import Catalog
import Encoding

extension Catalog {
    /// The number of a space, registered if it is new.
    func register(_ space: Space) throws -> SpaceID {
        try registerSpace(
            identity: space.identity, name: space.name, dimension: space.dimension,
            preprocessingVersion: space.preprocessingVersion, folder: space.folder)
    }
}
