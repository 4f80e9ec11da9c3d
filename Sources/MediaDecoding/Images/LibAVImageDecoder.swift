import CLibAV
import MediaTypes

/// Pictures of a format that libav demuxes and decodes; of an animation, the first frame.
struct LibAVImageDecoder: ImageDecoder {
    /// Libav's name of the demuxer, the only one that is used.
    let demuxer: String
    private let signature: @Sendable ([UInt8]) -> Bool
    private let orientation: @Sendable (MediaFile) throws(MediaDecodingError) -> Orientation

    init(
        demuxer: String, recognizes signature: @escaping @Sendable ([UInt8]) -> Bool,
        orientation: @escaping @Sendable (MediaFile) throws(MediaDecodingError) -> Orientation = {
            _ in .upright
        }
    ) {
        self.demuxer = demuxer
        self.signature = signature
        self.orientation = orientation
    }

    func recognizes(_ head: [UInt8], _ file: MediaFile) -> Bool { signature(head) }

    func size(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)
    {
        let stream = try stream(of: file, limits: limits)
        return try orientation(file).upright(
            width: Int(stream.parameters.width), height: Int(stream.parameters.height))
    }

    func decode(_ file: MediaFile, minimumShortSide: Int?, limits: DecodingLimits)
        throws(MediaDecodingError) -> PixelBuffer
    {
        let stream = try stream(of: file, limits: limits)
        try limits.check(
            width: Int(stream.parameters.width), height: Int(stream.parameters.height))
        let decoder = try LibAVDecoder(stream: stream, limits: limits)
        var packet = try stream.input.readPacket(of: stream)
        while true {
            decoder.send(packet)
            if let frame = decoder.receive() {
                return try FrameConverter(limits: limits).pixels(
                    of: frame, pixelAspect: 1, minimumShortSide: minimumShortSide, isVideo: false
                ).upright(from: orientation(file))
            }
            guard packet != nil else { break }
            packet = try stream.input.readPacket(of: stream)
        }
        throw decoder.lastError ?? .truncated("the file ends before the picture does")
    }

    private func stream(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> LibAVStream
    {
        let input = try LibAVInput(file: file, formats: [demuxer], limits: limits)
        guard let stream = input.bestStream(of: AVMEDIA_TYPE_VIDEO) else { throw .noPicture }
        return stream
    }
}
