import Foundation
import SpaceScripts

/// A model that is published for everyone, known by name: where it lies, and what its files must be.
public struct PublicSpace: Sendable, Decodable {
    public struct File: Sendable, Decodable {
        public let name: String
        /// Bytes.
        public let size: Int64
        public let sha256: String
        /// Where it is not the space's own.
        public let revision: String?
    }

    public let name: String
    /// What it is, for a person.
    public let title: String
    /// On Hugging Face.
    public let repository: String
    /// A commit, so that it stays what it is.
    public let revision: String
    /// SPDX identifier.
    public let licence: String
    public let licenceNote: String?
    public let files: [File]

    enum CodingKeys: String, CodingKey {
        case name, title, repository, revision, licence, files
        case licenceNote = "licence_note"
    }

    /// The server that the files are fetched from, unless `$HF_ENDPOINT` names a mirror of it.
    public static let server = "https://huggingface.co"

    /// All that are known, as `Scripts/spaces/public-spaces.json` has them.
    public static let all: [PublicSpace] =
        (try? JSONDecoder().decode([PublicSpace].self, from: Data(SpaceScripts.publicSpaces))) ?? []

    /// Bytes of all files.
    public var size: Int64 { files.reduce(0) { $0 + $1.size } }

    /// The address of a file.
    public func address(of file: File, on server: String) -> String {
        "\(server)/\(repository)/resolve/\(file.revision ?? revision)/\(file.name)"
    }

    /// Its own page, at the revision that is fetched.
    public var page: String { "\(Self.server)/\(repository)/tree/\(revision)" }
}
