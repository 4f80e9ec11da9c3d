extension CLAPConfiguration {
    /// One of the nested objects, which may be missing.
    struct Part {
        private let values: KeyedDecodingContainer<Key>?

        init(_ values: KeyedDecodingContainer<Key>?) { self.values = values }

        func size(_ key: Key, default standard: Int) throws -> Int {
            try values?.size(key, default: standard) ?? standard
        }

        func value<Value: Decodable>(_ key: Key, default standard: Value) throws -> Value {
            try values?.decodeIfPresent(Value.self, forKey: key) ?? standard
        }

        func epsilon(default standard: Float) throws -> Float {
            let epsilon = try value(.epsilon, default: standard)
            try require(epsilon > 0 && epsilon.isFinite, .epsilon, "out of range")
            return epsilon
        }

        /// One number for both sides, or two equal ones.
        func side(_ key: Key, default standard: Int) throws -> Int {
            guard let sides = try? value(key, default: [standard, standard]) else {
                return try size(key, default: standard)
            }
            try require(
                sides.count == 2 && sides[0] == sides[1] && (1...1_000_000).contains(sides[0]), key,
                "a square is needed")
            return sides[0]
        }

        func require(_ isMet: Bool, _ key: Key, _ reason: String) throws {
            guard !isMet else { return }
            throw values?.invalid(key, reason)
                ?? .dataCorrupted(.init(codingPath: [key], debugDescription: reason))
        }
    }
}

extension CLAPConfiguration.Text {
    init(_ part: CLAPConfiguration.Part, projectionActivation: HiddenActivation) throws {
        network = BERTConfiguration(
            hiddenSize: try part.size(.hiddenSize, default: 768),
            layerCount: try part.size(.layerCount, default: 12),
            headCount: try part.size(.headCount, default: 12),
            intermediateSize: try part.size(.intermediateSize, default: 3072),
            positionCount: try part.size(.positionCount, default: 514),
            typeCount: try part.size(.typeCount, default: 1),
            vocabularySize: try part.size(.vocabularySize, default: 50_265),
            layerNormEpsilon: try part.epsilon(default: 1e-12),
            activation: try part.value(.activation, default: .gelu))
        try part.require(
            network.hiddenSize % network.headCount == 0, .headCount, "heads must share the width")
        paddingToken = try part.value(.paddingToken, default: 1)
        try part.require(
            paddingToken >= 0 && paddingToken < network.vocabularySize
                && paddingToken + 3 < network.positionCount, .paddingToken, "out of range")
        self.projectionActivation = projectionActivation
    }
}

extension CLAPConfiguration.Audio {
    private static let mostStages = 8
    private static let mostLayers = 1000

    init(_ part: CLAPConfiguration.Part) throws {
        try part.require(
            try !part.value(.fuses, default: false), .fuses,
            "fusion is not supported; laion/clap-htsat-unfused has none")
        try part.require(
            try part.size(.channelCount, default: 1) == 1, .channelCount, "1 is needed")
        try part.require(try part.value(.flattens, default: true), .flattens, "true is needed")
        try part.require(
            try part.value(.hasPatchNorm, default: true), .hasPatchNorm, "true is needed")
        bandCount = try part.size(.bandCount, default: 64)
        side = try part.size(.side, default: 256)
        try part.require(side <= 4096, .side, "out of range")
        try part.require(
            bandCount <= side && side % bandCount == 0, .bandCount, "it must divide spec_size")
        patchSide = try part.side(.patchSide, default: 4)
        try part.require(
            try part.side(.patchStride, default: 4) == patchSide, .patchStride,
            "patches must lie side by side")
        depths = try part.value(.depths, default: [2, 2, 6, 2])
        try part.require(
            (1...Self.mostStages).contains(depths.count)
                && depths.allSatisfy { (1...Self.mostLayers).contains($0) }, .depths,
            "out of range")
        heads = try part.value(.headCount, default: [4, 8, 16, 32])
        width = try part.size(.width, default: 96)
        let width = width
        try part.require(
            heads.count == depths.count
                && heads.enumerated().allSatisfy { $1 > 0 && (width << $0) % $1 == 0 }, .headCount,
            "one number a stage is needed, and heads must share the width")
        windowSide = try part.size(.windowSide, default: 8)
        let grid = side / patchSide
        let last = grid >> (depths.count - 1)
        try part.require(
            side % patchSide == 0 && last << (depths.count - 1) == grid, .patchSide,
            "it must divide spec_size so often that every stage has half the rows")
        try part.require(
            windowSide <= last && last % windowSide == 0, .windowSide,
            "windows must fill the \(last) rows of the last stage")
        try part.require(
            last % (side / bandCount) == 0, .bandCount,
            "the last stage's \(last) rows must hold spec_size / num_mel_bins stretches of time")
        let features = width << (depths.count - 1)
        try part.require(
            try part.size(.hiddenSize, default: 768) == features, .hiddenSize,
            "the last stage has \(features)")
        widening = try part.value(.widening, default: 4)
        try part.require((0.01...64).contains(widening), .widening, "out of range")
        activation = try part.value(.activation, default: .gelu)
        hasAttentionBias = try part.value(.hasAttentionBias, default: true)
        epsilon = try part.epsilon(default: 1e-5)
        projectionActivation = try part.value(.projectionActivation, default: .relu)
    }
}
