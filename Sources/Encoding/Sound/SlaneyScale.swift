import Foundation

/// The mel scale of Slaney's Auditory Toolbox, as librosa has it: linear up to 1000 Hz, logarithmic
/// above.
enum SlaneyScale {
    private static let hertzByMel = 200.0 / 3
    private static let bend = 1000.0
    private static let step = log(6.4) / 27

    static func mels(_ hertz: Double) -> Double {
        hertz < bend
            ? hertz / hertzByMel : bend / hertzByMel + log(hertz / bend) / step
    }

    static func hertz(_ mels: Double) -> Double {
        let linear = mels * hertzByMel
        return linear < bend ? linear : bend * exp((mels - bend / hertzByMel) * step)
    }
}
