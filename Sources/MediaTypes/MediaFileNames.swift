/// Which names look like those of media files.
///
/// A name only makes a file a candidate; its content decides what it is.
/// `.ts` is missing on purpose: it mostly names source code.
public enum MediaFileNames {
    public static let extensions: [MediaType: Set<String>] = [
        .image: [
            "jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "heic",
            "heif", "avif", "jp2", "j2k", "jxl", "ppm", "pgm", "pbm", "pnm", "tga", "ico",
            // Camera RAW.
            "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf", "orf", "rw2", "raf",
            "pef",
            "srw", "mrw", "x3f", "3fr", "erf", "kdc", "dcr", "mef", "mos", "rwl",
        ],
        .audio: [
            "wav", "wave", "flac", "mp3", "m4a", "aac", "ogg", "oga", "opus", "wma", "aif", "aiff",
            "aifc", "au", "caf", "w64", "ac3", "amr", "ape", "mka", "wv",
        ],
        .video: [
            "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "mts", "m2ts", "wmv",
            "flv", "ogv", "3gp", "3g2", "vob", "asf",
        ],
    ]

    private static let types = extensions.reduce(into: [String: MediaType]()) { types, entry in
        for name in entry.value { types[name] = entry.key }
    }

    /// Whether `name`, a name or a path, ends in one of the extensions, in any case of letters.
    public static func isCandidate(_ name: String) -> Bool { type(of: name) != nil }

    /// What `name`, a name or a path, seems to be; nil when it looks like no media file's.
    public static func type(of name: String) -> MediaType? {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        return types[name[name.index(after: dot)...].lowercased()]
    }
}
