import CXXHash
import Foundation
import MediaTypes

/// A model as Hugging Face publishes it: `config.json`, weights, and what its preprocessing needs.
struct HuggingFaceFolder {
    /// What such a folder means as a space.
    struct Contents {
        let modalities: [Modality]
        let dimension: Int
        /// Names of the files that its vectors depend on.
        let files: [String]
    }

    private struct Header: Decodable {
        let modelType: String

        enum CodingKeys: String, CodingKey { case modelType = "model_type" }
    }

    static let configuration = "config.json"
    /// Counts changes of what this program makes of the same files.
    private static let preprocessingVersion = 1

    let directory: String
    let architecture: String
    let contents: Contents

    static func lies(at directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + configuration)
    }

    /// - Throws: `EncodingError` naming the file and field at fault.
    init(directory: String) throws {
        self.directory = directory
        let path = directory + "/" + Self.configuration
        architecture = try JSONFile.decode(path: path, as: Header.self).modelType
        guard let read = ArchitectureRegistry.folders[architecture] else {
            throw EncodingError.unknownArchitecture(architecture, path: path)
        }
        contents = try read(directory)
    }

    /// What its `space.json` would say; the identity comes from the content of its files.
    ///
    /// - Parameter name: nil for the folder's own.
    func manifest(name: String? = nil) throws -> SpaceManifest {
        let entry = SpaceManifest.EncoderEntry(
            architecture: architecture, weights: ".", bridge: nil)
        return SpaceManifest(
            format: SpaceManifest.currentFormat,
            name: name ?? URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent,
            version: "1", identity: try identity(), dimension: contents.dimension,
            preprocessingVersion: Self.preprocessingVersion,
            encoders: Dictionary(
                uniqueKeysWithValues: contents.modalities.map { ($0.rawValue, entry) }),
            sources: [], notes: [])
    }

    private func identity() throws -> String {
        var summary = Data()
        for name in contents.files.sorted() {
            let path = directory + "/" + name
            do {
                let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
                summary += Data(name.utf8) + [0] + Self.hash(data)
            } catch {
                throw EncodingError.unreadableFile(path: path, reason: error.localizedDescription)
            }
        }
        return architecture + "-" + Self.hash(summary).map { String(format: "%02x", $0) }.joined()
    }

    static func hash(_ data: Data) -> [UInt8] {
        var canonical = XXH128_canonical_t()
        data.withUnsafeBytes { bytes in
            XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.baseAddress, bytes.count))
        }
        return withUnsafeBytes(of: canonical.digest) { Array($0) }
    }
}
