import CLibAV
import MediaTypes

/// Turns decoded frames of any pixel format into 8-bit RGB on white, scaled down on the way.
final class FrameConverter {
    private var scaler: OpaquePointer?
    private let limits: DecodingLimits

    init(limits: DecodingLimits) {
        self.limits = limits
    }

    deinit {
        sws_freeContext(scaler)
    }

    /// The sides at which a stored picture is shown, with square pixels. Pixels are stretched,
    /// never squeezed, so that no detail is lost.
    static func shownSize(width: Int, height: Int, pixelAspect: Double) -> (width: Int, height: Int)
    {
        pixelAspect >= 1
            ? (max(1, Int((Double(width) * pixelAspect).rounded())), height)
            : (width, max(1, Int((Double(height) / pixelAspect).rounded())))
    }

    /// - Parameters:
    ///   - pixelAspect: how much wider than high a pixel is shown.
    ///   - minimumShortSide: the result's shorter side if the picture is larger; nil is full size.
    ///   - isVideo: what untagged colours are: video of 720 lines and more is BT.709, else BT.601.
    func pixels(
        of frame: UnsafeMutablePointer<AVFrame>, pixelAspect: Double, minimumShortSide: Int?,
        isVideo: Bool
    ) throws(MediaDecodingError) -> PixelBuffer {
        let (width, height) = (Int(frame.pointee.width), Int(frame.pointee.height))
        try limits.check(width: width, height: height)
        let shown = Self.shownSize(width: width, height: height, pixelAspect: pixelAspect)
        try limits.check(width: shown.width, height: shown.height)
        let size = Self.reduced(shown, minimumShortSide: minimumShortSide)
        guard let descriptor = av_pix_fmt_desc_get(AVPixelFormat(frame.pointee.format)) else {
            throw .unsupportedFormat("an unknown pixel format")
        }
        let flags = descriptor.pointee.flags
        let isTransparent =
            flags & trove_av_pixels_have_alpha != 0
            || AVPixelFormat(frame.pointee.format) == AV_PIX_FMT_PAL8
        let isRGB = flags & trove_av_pixels_are_rgb != 0 || descriptor.pointee.nb_components < 3
        let colours = SourceColours(frame: frame, isRGB: isRGB, isVideo: isVideo)
        guard isTransparent else {
            return try scale(frame, to: size, AV_PIX_FMT_RGB24, colours).packedRGB()
        }
        let opaque = try scale(frame, to: (width, height), AV_PIX_FMT_RGBA, colours)
        opaque.composeOnWhite()
        guard size != (width, height) else { return opaque.packedRGB() }
        let rgb = SourceColours.fullRangeRGB
        return try scale(opaque.pointer, to: size, AV_PIX_FMT_RGB24, rgb).packedRGB()
    }

    private static func reduced(_ size: (width: Int, height: Int), minimumShortSide: Int?)
        -> (width: Int, height: Int)
    {
        let short = min(size.width, size.height)
        guard let minimum = minimumShortSide, minimum > 0, minimum < short else { return size }
        // Rounded up, the longer side can't fall below the shorter.
        return (
            (size.width * minimum + short - 1) / short, (size.height * minimum + short - 1) / short
        )
    }

    private func scale(
        _ frame: UnsafeMutablePointer<AVFrame>, to size: (width: Int, height: Int),
        _ format: AVPixelFormat, _ colours: SourceColours
    ) throws(MediaDecodingError) -> LibAVPicture {
        let source = frame.pointee
        let sourceFormat = AVPixelFormat(source.format)
        guard sws_isSupportedInput(sourceFormat) != 0 else {
            throw .unsupportedFormat(
                "pixel format "
                    + (av_get_pix_fmt_name(sourceFormat).map { String(cString: $0) } ?? "?"))
        }
        let isSameSize = size == (Int(source.width), Int(source.height))
        scaler = sws_getCachedContext(
            scaler, source.width, source.height, sourceFormat, Int32(size.width),
            Int32(size.height), format,
            (isSameSize ? SWS_BICUBIC | SWS_ACCURATE_RND : SWS_AREA) | SWS_FULL_CHR_H_INT, nil, nil,
            nil)
        guard let scaler else { throw .unsupportedFormat("a picture that can't be scaled") }
        sws_setColorspaceDetails(
            scaler, sws_getCoefficients(colours.matrix), colours.isFullRange ? 1 : 0,
            sws_getCoefficients(colours.matrix), 1, 0, 1 << 16, 1 << 16)
        let result = try LibAVPicture(width: size.width, height: size.height, format: format)
        try LibAVError.check(sws_scale_frame(scaler, result.pointer, frame))
        return result
    }
}
