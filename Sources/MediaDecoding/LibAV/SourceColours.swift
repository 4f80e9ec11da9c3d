import CLibAV

/// How a frame's numbers stand for colours, as swscale wants to be told.
struct SourceColours {
    /// One of swscale's `SWS_CS_…`.
    let matrix: Int32
    let isFullRange: Bool

    static let fullRangeRGB = SourceColours(matrix: SWS_CS_ITU601, isFullRange: true)

    init(frame: UnsafeMutablePointer<AVFrame>, isRGB: Bool, isVideo: Bool) {
        let fullRangeFormats = [
            AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P,
            AV_PIX_FMT_YUVJ444P,
        ]
        isFullRange =
            isRGB || frame.pointee.color_range == AVCOL_RANGE_JPEG
            || fullRangeFormats.contains(AVPixelFormat(frame.pointee.format))
        matrix =
            switch frame.pointee.colorspace {
            case AVCOL_SPC_BT709: SWS_CS_ITU709
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: SWS_CS_BT2020
            case AVCOL_SPC_SMPTE240M: SWS_CS_SMPTE240M
            case AVCOL_SPC_FCC: SWS_CS_FCC
            case AVCOL_SPC_UNSPECIFIED where isVideo && frame.pointee.height >= 720: SWS_CS_ITU709
            default: SWS_CS_ITU601
            }
    }

    private init(matrix: Int32, isFullRange: Bool) {
        self.matrix = matrix
        self.isFullRange = isFullRange
    }
}
