import Foundation
import MediaTypes

extension EmbeddingGemma {
    /// What makes a plain folder a space.
    @Sendable static func contents(of directory: String) throws -> HuggingFaceFolder.Contents {
        let configuration: EmbeddingGemmaConfiguration = try JSONFile.decode(
            path: directory + "/" + HuggingFaceFolder.configuration)
        var modalities: [Modality] = [.text]
        var files: Set = [HuggingFaceFolder.configuration, tokenizerFile]
        for name in [tokenizerConfiguration, EmbeddingGemmaTextModel.promptFile]
        where FileManager.default.fileExists(atPath: directory + "/" + name) {
            files.insert(name)
        }
        if configuration.vision != nil {
            modalities.append(.image)
            files.insert(try GemmaPreprocessing.fileName(in: directory))
        }
        if configuration.audio != nil {
            modalities.append(.audio)
            files.insert(try GemmaSpectrogram.fileName(in: directory))
        }
        let dimension = configuration.text.dimension
        return HuggingFaceFolder.Contents(
            modalities: modalities, dimension: dimension,
            files: try files.sorted() + Checkpoint(directory: directory).fileNames,
            smallerDimensions: [512, 256, 128].filter { $0 < dimension },
            tokenLimits: configuration.vision == nil ? [] : GemmaPreprocessing.tokenLimits,
            tokenLimit: configuration.vision == nil
                ? nil : try GemmaPreprocessing.tokenLimit(in: directory))
    }
}
