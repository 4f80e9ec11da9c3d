import CImageCodecs

extension trove_image_header {
    /// The full size, once it is known that the picture may be decoded at all: one that is held
    /// whole has a lower limit than one that is decoded row by row.
    func checkedSize(_ limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)
    {
        let size = (width: Int(width), height: Int(height))
        if whole != 0 {
            try limits.check(width: size.width, height: size.height)
        } else {
            try limits.checkSource(width: size.width, height: size.height)
        }
        return size
    }
}
