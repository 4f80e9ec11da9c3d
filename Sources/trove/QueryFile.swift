import Encoding
import MediaTypes
import Retrieval

enum QueryFile {
    static func image(_ path: String, for space: Space) throws -> QueryInput { .text(path) }
    static func audio(_ path: String, for space: Space) throws -> QueryInput { .text(path) }
    static func any(_ path: String, for space: Space) throws -> QueryInput { .text(path) }
}
