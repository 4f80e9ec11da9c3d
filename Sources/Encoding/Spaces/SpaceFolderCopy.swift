import Foundation

/// Copies a space folder; a plain Hugging Face folder gets its `space.json`, so that nobody need
/// read all of it to know its identity.
struct SpaceFolderCopy {
    let manifest: SpaceManifest
    /// Paths within the folder.
    let files: [String]
    private let directory: String

    init(of directory: String) throws {
        self.directory = directory
        manifest = try SpaceManifest(directory: directory)
        guard FileManager.default.fileExists(atPath: directory + "/" + SpaceManifest.fileName)
        else {
            files = try HuggingFaceFolder(directory: directory).contents.files
            return
        }
        let found: [String]
        do {
            found = try FileManager.default.subpathsOfDirectory(
                atPath: URL(fileURLWithPath: directory).resolvingSymlinksInPath().path)
        } catch {
            throw EncodingError.unreadableFile(
                path: directory, reason: error.localizedDescription)
        }
        files = found.sorted().filter { name in
            name != SpaceManifest.fileName && Self.isFile(directory + "/" + name)
        }
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && !isDirectory.boolValue
    }

    /// The files may be links into a cache, so their targets are copied.
    ///
    /// - Parameter progress: is told often how many files are copied; what it throws ends the work.
    func write(to target: String, progress: (_ done: Int) throws -> Void) throws {
        for (done, name) in files.enumerated() {
            try progress(done)
            let copy = URL(fileURLWithPath: target + "/" + name)
            try writing(copy.path) {
                try FileManager.default.createDirectory(
                    at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            }
            try FileCopy().run(from: directory + "/" + name, to: copy.path) { _ in
                try progress(done)
            }
        }
        try writing(target) { try manifest.write(to: target) }
    }

    private func writing(_ path: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch {
            throw EncodingError.installationFailed(
                "can't write \(path): \(error.localizedDescription)")
        }
    }
}

extension SpaceManifest {
    /// Writes `space.json`.
    func write(to directory: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(
            to: URL(fileURLWithPath: directory + "/" + Self.fileName))
    }
}
