/// How a stored picture is turned and mirrored to stand upright; the values are EXIF's.
enum Orientation: Int {
    case upright = 1
    case mirrored = 2
    case turned180 = 3
    case flipped = 4
    case transposed = 5
    case turned90 = 6
    case transversed = 7
    case turned270 = 8

    /// - Parameters:
    ///   - degrees: clockwise, rounded to quarter turns.
    ///   - mirrored: left and right are swapped after the turn.
    init(clockwise degrees: Double, mirrored: Bool) {
        let quarters =
            degrees.isFinite ? Int((degrees.remainder(dividingBy: 360) / 90).rounded()) : 0
        switch ((quarters + 4) % 4, mirrored) {
        case (1, false): self = .turned90
        case (2, false): self = .turned180
        case (3, false): self = .turned270
        case (0, true): self = .mirrored
        case (1, true): self = .transposed
        case (2, true): self = .flipped
        case (3, true): self = .transversed
        default: self = .upright
        }
    }

    /// Whether width and height change places.
    var swapsSides: Bool { rawValue >= Orientation.transposed.rawValue }

    func upright(width: Int, height: Int) -> (width: Int, height: Int) {
        swapsSides ? (height, width) : (width, height)
    }
}
