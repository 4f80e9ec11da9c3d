import CLibAV
import MediaTypes

/// A frame of its own with RGB24 or RGBA pixels, its rows padded for swscale's vector code.
final class LibAVPicture {
    let pointer: UnsafeMutablePointer<AVFrame>
    private let width: Int
    private let height: Int
    private let channels: Int

    /// - Parameter format: `AV_PIX_FMT_RGB24` or `AV_PIX_FMT_RGBA`.
    init(width: Int, height: Int, format: AVPixelFormat) throws(MediaDecodingError) {
        var frame = av_frame_alloc()
        guard let allocated = frame else { throw .tooLarge("out of memory") }
        allocated.pointee.width = Int32(width)
        allocated.pointee.height = Int32(height)
        allocated.pointee.format = format.rawValue
        let code = av_frame_get_buffer(allocated, 64)
        guard code >= 0 else {
            av_frame_free(&frame)
            throw LibAVError.error(code)
        }
        pointer = allocated
        self.width = width
        self.height = height
        channels = format == AV_PIX_FMT_RGBA ? 4 : 3
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&frame)
    }

    /// Mixes every pixel with white by its alpha, and makes it opaque.
    func composeOnWhite() {
        for y in 0..<height where channels == 4 {
            let row = row(y)
            for x in 0..<width where row[x * 4 + 3] != 255 {
                let alpha = Int(row[x * 4 + 3])
                for channel in x * 4..<x * 4 + 3 {
                    row[channel] = UInt8(
                        (Int(row[channel]) * alpha + 255 * (255 - alpha) + 127) / 255)
                }
                row[x * 4 + 3] = 255
            }
        }
    }

    /// The colours without padding and alpha.
    func packedRGB() -> PixelBuffer {
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { result, filled in
            for y in 0..<height {
                let row = row(y)
                if channels == 3, let target = result.baseAddress, let source = row.baseAddress {
                    (target + filled).update(from: source, count: width * 3)
                    filled += width * 3
                } else {
                    for x in 0..<width {
                        for channel in 0..<3 { result[filled + channel] = row[x * 4 + channel] }
                        filled += 3
                    }
                }
            }
        }
        return PixelBuffer(width: width, height: height, pixels: pixels)
    }

    private func row(_ y: Int) -> UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(
            start: pointer.pointee.data.0?.advanced(by: y * Int(pointer.pointee.linesize.0)),
            count: width * channels)
    }
}
