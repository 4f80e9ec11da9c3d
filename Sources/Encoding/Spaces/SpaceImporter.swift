import Foundation
import MediaTypes

/// Copies a plain Hugging Face folder to the installed spaces, once it is seen to work.
public struct SpaceImporter: Sendable {
    private let store: SpaceStore

    public init(store: SpaceStore) { self.store = store }

    /// Checks the folder's files, tensors and values, encodes something by each of its encoders,
    /// and installs a copy of the files that its vectors depend on.
    ///
    /// - Parameters:
    ///   - settings: of those that the model has.
    ///   - sources: what the model is made from, for its `space.json`.
    ///   - report: gets a line for a person as each step begins.
    ///   - isCancelled: asked often; once it says so, nothing is installed.
    /// - Returns: what the installed `space.json` says.
    /// - Throws: `EncodingError`, or `CancellationError`; nothing is installed then.
    public func importFolder(
        _ source: String, name: String, settings: SpaceSettings = SpaceSettings(),
        sources: [SpaceManifest.SourceEntry] = [],
        report: (String) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> SpaceManifest {
        try checkName(name)
        let partials = PartialFolders(directory: store.directory)
        partials.removeStale()
        func goOn() throws { if isCancelled() { throw CancellationError() } }
        report("Checking the files of \(source)")
        let folder = try HuggingFaceFolder(directory: source)
        try Checkpoint(directory: source).checkValues(beforeEach: goOn)
        let manifest = try folder.manifest(name: name, settings: settings, sources: sources)
        report("Encoding a trial input of each kind")
        try tryEncoders(of: Space(directory: source, manifest: manifest), in: source)
        try goOn()
        let partial = partials.path(of: name)
        defer { try? FileManager.default.removeItem(atPath: partial) }
        do {
            try copy(folder, to: partial, report: report, goOn)
            try manifest.write(to: partial)
        } catch let error as CocoaError {
            throw EncodingError.installationFailed(
                "can't write to \(store.directory): \(error.localizedDescription)")
        }
        try checkName(name)
        try partials.publish(name)
        return manifest
    }

    /// - Throws: `EncodingError.installationFailed` when nothing can be installed by this name.
    public func checkName(_ name: String) throws {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else {
            throw EncodingError.installationFailed(
                "'\(name)' is no name: it must not begin with a dot, nor hold a slash")
        }
        let target = store.directory + "/" + name
        guard !FileManager.default.fileExists(atPath: target) else {
            throw EncodingError.installationFailed(
                "there is a space '\(name)' already; remove \(target) first, or choose another name"
            )
        }
    }

    /// The files may be links into a cache, so their targets are copied.
    private func copy(
        _ folder: HuggingFaceFolder, to directory: String, report: (String) -> Void,
        _ goOn: () throws -> Void
    ) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        for name in folder.contents.files {
            report("Copying \(name)")
            try FileCopy().run(
                from: folder.directory + "/" + name, to: directory + "/" + name
            ) { _ in try goOn() }
        }
    }

    /// Two inputs of each kind must have two embeddings.
    private func tryEncoders(of space: Space, in source: String) throws {
        var trials: [(Modality, [Embedding])] = []
        if let image = space.image {
            let side = 64
            let pictures = [0, 1].map { number in
                PixelBuffer(
                    width: side, height: side,
                    pixels: (0..<side * side * 3).map { UInt8(($0 / 3 * (number + 1)) & 255) })
            }
            trials.append((.image, try image.encode(pictures.map(image.prepare))))
        }
        if let audio = space.audio {
            let sounds = [1, 2].map { number in
                AudioBuffer(
                    sampleRate: audio.sampleRate,
                    samples: (0..<audio.sampleRate).map { Float($0 * number % 100) / 100 - 0.5 })
            }
            trials.append((.audio, try audio.encode(sounds.map(audio.prepare))))
        }
        if let text = space.text {
            trials.append((.text, try text.encode(["a dog on the beach", "two red cars"])))
        }
        for (modality, embeddings) in trials
        where embeddings.count != 2 || embeddings[0] == embeddings[1]
            || embeddings.contains(where: { $0.dimension != space.dimension })
        {
            throw EncodingError.installationFailed(
                "its \(modality.rawValue) encoder gives the same for different inputs: "
                    + "the weights in \(source) are not a trained network's")
        }
    }
}
