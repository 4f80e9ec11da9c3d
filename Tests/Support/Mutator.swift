/// Makes damaged variants of a file, the same for the same seed.
public struct Mutator {
    private var state: UInt64
    private let bytes: [UInt8]
    private let other: [UInt8]

    public init(seed: UInt64, bytes: [UInt8], other: [UInt8]) {
        state = seed
        self.bytes = bytes
        self.other = other
    }

    /// Flipped bits, most often near the header; runs of extreme bytes; a cut; a piece doubled, taken
    /// out, or taken from another file.
    public mutating func next() -> [UInt8] {
        var mutated = bytes
        switch number(below: 8) {
        case 0...3:
            let reach = number(below: 2) == 0 ? min(128, bytes.count) : bytes.count
            for _ in 0...number(below: 8) {
                mutated[number(below: reach)] ^= 1 << UInt8(number(below: 8))
            }
        case 4:
            let start = number(below: bytes.count)
            let value: UInt8 = number(below: 2) == 0 ? 0xFF : 0
            for index in start..<min(bytes.count, start + 4) { mutated[index] = value }
        case 5:
            mutated.removeLast(number(below: bytes.count))
        case 6:
            let start = number(below: bytes.count)
            let piece = bytes[start..<min(bytes.count, start + 1 + number(below: 256))]
            mutated.insert(contentsOf: piece, at: number(below: bytes.count))
        default:
            let start = number(below: bytes.count)
            let end = min(bytes.count, start + number(below: 256))
            let from = number(below: other.count)
            mutated.replaceSubrange(
                start..<end, with: other[from..<min(other.count, from + number(below: 256))])
        }
        return mutated.isEmpty ? [0] : mutated
    }

    /// SplitMix64.
    private mutating func number(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ value >> 31) % UInt64(max(1, bound)))
    }
}
