import Encoding
import Foundation
import MediaTypes
import Synchronization

/// Joins a space of pictures and texts with one of sounds and texts.
public struct SpaceBridger: Sendable {
    public struct Report: Sendable {
        public let manifest: SpaceManifest
        public let texts: Int
        public let fit: BridgeFitting.Result
    }

    /// What is being done, for people.
    public enum Step: String, Sendable {
        case imageTexts = "texts in the image space"
        case audioTexts = "texts in the audio space"
        case fit = "steps of the fit"
        case copy = "files copied"
    }

    /// What is told between two steps: how much of a stage is done. What it throws ends the work.
    public typealias Progress = (_ step: Step, _ done: Int, _ all: Int) throws -> Void

    private static let batch = 8

    private let store: SpaceStore
    private let corpus: BridgeCorpus

    public init(store: SpaceStore, corpus: BridgeCorpus) {
        self.store = store
        self.corpus = corpus
    }

    /// Fits a map from the audio space to the image space on one half of the corpus, tries it on
    /// the other, and installs the space that both make.
    ///
    /// - Parameters:
    ///   - image, audio: names of installed spaces, or folders.
    ///   - progress: what it throws ends the work, and nothing is installed.
    /// - Throws: `BridgingError`, `EncodingError`, or what `progress` throws.
    public func bridge(
        image: String, audio: String, name: String, progress: Progress = { _, _, _ in }
    ) throws -> Report {
        let writer = BridgedSpaceWriter(store: store)
        try writer.checkName(name)
        let (imagePath, audioPath) = (try store.path(of: image), try store.path(of: audio))
        let (imageSpace, audioSpace) = (
            try space(imagePath, .image, needs: .image), try space(audioPath, .audio, needs: .audio)
        )
        let target = try vectors(of: imageSpace, .imageTexts, progress)
        let source = try vectors(of: audioSpace, .audioTexts, progress)
        let fit = try BridgeFitting(
            from: source, to: target, subjects: corpus.texts.map(\.subject)
        ).run { try progress(.fit, $0, $1) }
        let manifest = try writer.write(
            name: name, image: imagePath, audio: audioPath, map: fit.map,
            notes: [Self.note(fit)]
        ) { try progress(.copy, $0, $1) }
        return Report(manifest: manifest, texts: corpus.texts.count, fit: fit)
    }

    private static func note(_ fit: BridgeFitting.Result) -> String {
        func percent(_ places: Int) -> String {
            String((1000 * fit.score.recall(at: places)).rounded() / 10) + " %"
        }
        return "Bridged by \(fit.fitted) texts with penalty \(fit.penalty); of \(fit.score.count) "
            + "others, \(percent(1)) find themselves first, \(percent(5)) among five, "
            + "\(percent(10)) among ten. How well texts find sounds was not measured."
    }

    /// Checks that there is all that is needed, before networks are loaded.
    private func space(
        _ path: String, _ side: BridgingError.Side, needs modality: Modality
    ) throws -> Space {
        let manifest = try SpaceManifest(directory: path)
        guard !manifest.isBridged else { throw BridgingError.bridgedPart(path: path) }
        for needed in [modality, .text] where manifest.encoders[needed.rawValue] == nil {
            throw BridgingError.missingEncoder(side, needed, path: path)
        }
        return try Space(directory: path, modalities: [.text])
    }

    private func vectors(
        of space: Space, _ step: Step, _ progress: Progress
    ) throws -> VectorTable {
        var table = VectorTable(width: space.dimension)
        guard let encoder = space.text else { return table }
        let texts = corpus.texts.map(\.text)
        let stretch = Self.batch * ProcessInfo.processInfo.activeProcessorCount
        for start in stride(from: 0, to: texts.count, by: stretch) {
            try progress(step, start, texts.count)
            let some = Array(texts[start..<min(texts.count, start + stretch)])
            for embedding in try Self.encode(some, by: encoder) { table.append(embedding.values) }
        }
        return table
    }

    /// Encodes batches on all processors at once.
    private static func encode(
        _ texts: [String], by encoder: any TextEncoder
    ) throws -> [Embedding] {
        let count = (texts.count + batch - 1) / batch
        let results = Mutex<[Int: Result<[Embedding], any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: count) { number in
            let range = number * batch..<min(texts.count, (number + 1) * batch)
            let result = Result { try encoder.encode(Array(texts[range])) }
            results.withLock { $0[number] = result }
        }
        let encoded = results.withLock { $0 }
        return try (0..<count).flatMap { try encoded[$0]?.get() ?? [] }
    }
}
