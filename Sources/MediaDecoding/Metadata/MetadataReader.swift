import CHEIF
import Foundation
import MediaTypes

/// Reads what a media file and its sidecars say of it; `docs/metadata.md` has the fields.
public enum MetadataReader {
    /// The version of what is read and how; a higher one makes runs read all files' metadata again.
    public static let version = 1

    /// Never fails: what is missing, damaged or too large is left out.
    ///
    /// - Parameters:
    ///   - path: the media file.
    ///   - type: what it is, as `MediaInspector` tells.
    public static func read(path: String, type: MediaType) -> MediaMetadata {
        let embedded = type == .image ? picture(path) : container(path)
        // What a person wrote beside the file is newer than what is in it.
        var metadata = MediaMetadata(merging: sidecars(path) + embedded)
        if type != .image { metadata.subtitles = SubtitleReader.sidecars(of: path) }
        return metadata
    }

    private static func picture(_ path: String) -> [MediaMetadata] {
        guard let file = try? MediaFile(path: path), let blocks = try? blocks(of: file) else {
            return []
        }
        return [
            blocks.exif.map(ExifReader.metadata), blocks.xmp.map(XMPReader.metadata),
        ].compactMap { $0 }
    }

    private static func blocks(of file: MediaFile) throws -> (exif: [UInt8]?, xmp: [UInt8]?) {
        switch try ImageDecoding.decoder(for: file) {
        case is HEIFDecoder:
            let heif = try HEIFFile(file, limits: .standard)
            return (
                heif.metadata(TROVE_HEIF_EXIF, upTo: ExifReader.maxBytes),
                heif.metadata(TROVE_HEIF_XMP, upTo: XMPReader.maxBytes)
            )
        case is RAWDecoder where try TIFFDirectory(firstOf: file) == nil:
            // The preview has what the camera wrote.
            guard let preview = try RAWFile(file).preview else { return (nil, nil) }
            return bytes(of: try MetadataBlocks(ofJPEG: preview), in: preview)
        default:
            return bytes(of: try MetadataBlocks(ofPicture: file), in: file)
        }
    }

    private static func bytes(of blocks: MetadataBlocks, in file: MediaFile)
        -> (exif: [UInt8]?, xmp: [UInt8]?)
    {
        let exif = blocks.exif.flatMap { try? file.read($0, upTo: ExifReader.maxBytes) }
        let xmp = blocks.xmp.flatMap { block in
            block.count <= XMPReader.maxBytes
                ? try? file.read(block, upTo: XMPReader.maxBytes) : nil
        }
        return (exif, xmp)
    }

    private static func container(_ path: String) -> [MediaMetadata] {
        guard let file = try? MediaFile(path: path),
            let input = try? LibAVInput(
                file: file, formats: MediaFormats.demuxers, limits: .standard,
                findingStreams: false)
        else { return [] }
        return [ContainerTags.metadata(input.tags)]
    }

    /// `IMG.jpg.xmp`, which belongs to this file alone, and `IMG.xmp`.
    private static func sidecars(_ path: String) -> [MediaMetadata] {
        let stem = (path as NSString).deletingPathExtension
        return [path, stem].compactMap { name in
            for ending in [".xmp", ".XMP"] {
                if let file = try? MediaFile(path: name + ending), file.size <= XMPReader.maxBytes,
                    let bytes = try? file.read(at: 0, count: file.size)
                {
                    return XMPReader.metadata(bytes)
                }
            }
            return nil
        }
    }
}

extension MediaFile {
    fileprivate func read(_ block: Range<Int>, upTo most: Int) throws(MediaDecodingError) -> [UInt8]
    {
        try read(at: block.lowerBound, count: min(block.count, most))
    }
}

extension MediaMetadata {
    /// Of each field that has one value the first source's counts; tags and captions add up.
    init(merging sources: [MediaMetadata]) {
        self.init()
        for source in sources {
            captured = captured ?? source.captured
            camera = camera ?? source.camera
            place = place ?? source.place
            rating = rating ?? source.rating
            tags += source.tags
            captions += source.captions
        }
        tags = MetadataText.distinct(tags)
        captions = MetadataText.distinct(captions)
    }
}
