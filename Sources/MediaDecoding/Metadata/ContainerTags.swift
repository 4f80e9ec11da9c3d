import Foundation
import MediaTypes

/// What the tags of a recording or video mean, as libav names them.
///
/// libav translates ID3, Vorbis comments, MP4 and Matroska tags into one set of names.
enum ContainerTags {
    /// - Parameter tags: by name in lower case.
    static func metadata(_ tags: [String: String]) -> MediaMetadata {
        var metadata = MediaMetadata()
        // A phone's own tag has the offset; the standard ones are UTC, or a year alone.
        let dates = ["com.apple.quicktime.creationdate", "creation_time", "date_recorded", "date"]
        metadata.captured =
            dates.lazy.compactMap { tags[$0].flatMap { MetadataDate.seconds($0) } }.first
        metadata.camera = MetadataText.camera(
            make: tags["com.apple.quicktime.make"] ?? tags["make"],
            model: tags["com.apple.quicktime.model"] ?? tags["model"])
        let places = ["com.apple.quicktime.location.iso6709", "location", "location-eng"]
        metadata.place = places.lazy.compactMap { tags[$0].flatMap(place) }.first
        metadata.tags = ["genre", "artist", "album_artist", "album", "composer", "keywords"]
            .compactMap { tags[$0] }
        metadata.captions = ["title", "description", "synopsis", "comment"].compactMap { tags[$0] }
        return metadata
    }

    /// ISO 6709: `+48.1372+011.5756/`, `+48.1372+011.5756+519.000/`.
    private static func place(_ text: String) -> Coordinate? {
        let pattern = #/\s*([+\-]\d{1,2}(?:\.\d+)?)([+\-]\d{1,3}(?:\.\d+)?)(?:[+\-].*)?/?\s*/#
        guard let match = try? pattern.wholeMatch(in: text), let latitude = Double(match.1),
            let longitude = Double(match.2), latitude != 0 || longitude != 0
        else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}
