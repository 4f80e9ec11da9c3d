import MediaTypes

/// Camera RAW by LibRaw: the preview that the camera stored, where it is large enough.
///
/// A preview is a JPEG file as the camera would have written it, decoded in a smaller size like others.
/// Where there is none, or a smaller one than asked for, the sensor's values are developed: in half the
/// size, which needs no interpolation, where that is enough.
struct RAWDecoder: ImageDecoder {
    private static let signatures: [(offset: Int, bytes: String)] = [
        (8, "CR\u{2}\0"), (4, "ftypcrx "), (6, "HEAPCCDR"),  // Canon
        (0, "IIRO"), (0, "IIRS"), (0, "MMOR"),  // Olympus
        (0, "IIU\0"),  // Panasonic
        (0, "FUJIFILMCCD-RAW"), (0, "\0MRM"), (0, "FOVb"),  // Fujifilm, Minolta, Sigma
    ]
    /// TIFF/EP's colour filter array, and DNG's linear values.
    private static let sensorInterpretations: Set = [32803, 34892]
    /// Nikon's, Sony's, Samsung's and Pentax's.
    private static let sensorCompressions: Set = [34713, 32767, 32770, 65535]
    private static let mostDirectories = 8

    func recognizes(_ head: [UInt8], _ file: MediaFile) throws(MediaDecodingError) -> Bool {
        if Self.signatures.contains(where: { head.matches($0.bytes, at: $0.offset) }) {
            return true
        }
        guard var directory = try TIFFDirectory(firstOf: file) else { return false }
        for _ in 0..<Self.mostDirectories {
            if try Self.isSensors(directory) { return true }
            for subdirectory in try directory.subdirectories()
            where try Self.isSensors(subdirectory) { return true }
            guard let next = try directory.following() else { return false }
            directory = next
        }
        return false
    }

    private static func isSensors(_ directory: TIFFDirectory) throws(MediaDecodingError) -> Bool {
        let isDNG = try !directory.numbers(.dngVersion).isEmpty
        let interpretations = try directory.numbers(.photometricInterpretation)
        let compressions = try directory.numbers(.compression)
        return isDNG || !sensorInterpretations.isDisjoint(with: interpretations)
            || !sensorCompressions.isDisjoint(with: compressions)
    }

    func size(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)
    {
        let raw = try RAWFile(file)
        try limits.check(width: raw.width, height: raw.height)
        return raw.orientation.upright(width: raw.width, height: raw.height)
    }

    func decode(_ file: MediaFile, minimumShortSide: Int?, limits: DecodingLimits)
        throws(MediaDecodingError) -> PixelBuffer
    {
        let raw = try RAWFile(file)
        let shortSide = min(raw.width, raw.height)
        let wanted = min(minimumShortSide ?? shortSide, shortSide)
        var damage: MediaDecodingError?
        if let preview = raw.preview {
            let jpeg = JPEGDecoder(unstatedOrientation: raw.orientation)
            do throws(MediaDecodingError) {
                let size = try jpeg.size(of: preview, limits: limits)
                if min(size.width, size.height) >= wanted {
                    return try jpeg.decode(
                        preview, minimumShortSide: minimumShortSide, limits: limits)
                }
            } catch {
                damage = error
            }
        }
        do throws(MediaDecodingError) {
            return try raw.develop(half: shortSide / 2 >= wanted, limits: limits)
                .upright(from: raw.orientation)
        } catch {
            throw damage ?? error
        }
    }
}
