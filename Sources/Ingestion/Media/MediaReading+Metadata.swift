import Catalog
import MediaDecoding

extension MediaReading {
    /// What the catalog keeps of a file beside its segments.
    func recordedMetadata(
        path: String, _ information: MediaInformation
    ) throws -> RecordedMetadata {
        RecordedMetadata(
            values: try metadata(path: path, type: information.type),
            hasSound: information.hasSound,
            version: MetadataReader.version)
    }
}
