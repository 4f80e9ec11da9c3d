import Foundation
import MediaTypes

/// Installs a space whose pictures and texts are those of one space, and whose sounds are those of
/// another, brought into it by a map.
///
/// Both parts are copied: what a library was indexed by must not change, nor vanish, with the folder
/// that it came from.
public struct BridgedSpaceWriter: Sendable {
    private static let imagePart = "image"
    private static let audioPart = "audio"
    private static let bridgeFile = "bridges/audio.safetensors"

    private let store: SpaceStore

    public init(store: SpaceStore) { self.store = store }

    /// - Throws: `EncodingError.installationFailed` when nothing can be installed by this name.
    public func checkName(_ name: String) throws {
        try SpaceImporter(store: store).checkName(name)
    }

    /// - Parameters:
    ///   - image, audio: folders of spaces that are not bridged themselves.
    ///   - map: from the audio space to the image space.
    ///   - notes: for people.
    ///   - progress: gets the number of files that are copied, and of all, often; what it throws
    ///     ends the work.
    /// - Returns: what the installed `space.json` says.
    /// - Throws: `EncodingError`, or what `progress` throws; nothing is installed then.
    public func write(
        name: String, image: String, audio: String, map: LinearMap, notes: [String],
        progress: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws -> SpaceManifest {
        try checkName(name)
        let folders = [
            (Self.imagePart, try SpaceFolderCopy(of: image)),
            (Self.audioPart, try SpaceFolderCopy(of: audio)),
        ]
        let parts = folders.map(\.1.manifest)
        let files = FileManager.default
        let partials = PartialFolders(directory: store.directory)
        partials.removeStale()
        let partial = partials.path(of: name)
        defer { try? files.removeItem(atPath: partial) }
        let count = folders.reduce(0) { $0 + $1.1.files.count }
        var done = 0
        for (part, folder) in folders {
            try folder.write(to: partial + "/" + part) { try progress(done + $0, count) }
            done += folder.files.count
        }
        let manifest = manifest(name: name, image: parts[0], audio: parts[1], map, notes)
        try writing {
            try files.createDirectory(
                atPath: partial + "/bridges", withIntermediateDirectories: true)
            try SafeTensorsWriter.write(
                map.tensors, metadata: SpacePart.fit(of: parts[1]).metadata,
                to: partial + "/" + Self.bridgeFile)
            try manifest.write(to: partial)
        }
        // A space that does not load must not be installed, such as one of bridged parts.
        _ = try Space(directory: partial)
        try progress(count, count)
        try checkName(name)
        try partials.publish(name)
        return manifest
    }

    private func manifest(
        name: String, image: SpaceManifest, audio: SpaceManifest, _ map: LinearMap,
        _ notes: [String]
    ) -> SpaceManifest {
        var content = Data((image.identity + "\n" + audio.identity + "\n").utf8)
        for value in map.weight + map.bias {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { content.append(contentsOf: $0) }
        }
        func entry(_ part: String, bridge: SpaceManifest.BridgeEntry? = nil)
            -> SpaceManifest.EncoderEntry
        {
            .init(architecture: SpacePart.architecture, weights: part, bridge: bridge)
        }
        func part(_ manifest: SpaceManifest) -> SpaceManifest.PartEntry {
            .init(
                name: manifest.name, identity: manifest.identity, dimension: manifest.dimension)
        }
        return SpaceManifest(
            format: SpaceManifest.currentFormat, name: name, version: "1",
            identity: "bridged-" + FileHash(of: content).text, dimension: image.dimension,
            preprocessingVersion: image.preprocessingVersion,
            encoders: [
                Modality.image.rawValue: entry(Self.imagePart),
                Modality.text.rawValue: entry(Self.imagePart),
                Modality.audio.rawValue: entry(
                    Self.audioPart,
                    bridge: .init(kind: SpacePart.bridgeKind, file: Self.bridgeFile)),
            ],
            sources: image.sources + audio.sources.filter { !image.sources.contains($0) },
            notes: notes, parts: [Self.imagePart: part(image), Self.audioPart: part(audio)])
    }

    private func writing(_ work: () throws -> Void) throws {
        do {
            try work()
        } catch {
            throw EncodingError.installationFailed(
                "can't write to \(store.directory): \(error.localizedDescription)")
        }
    }
}
