import Foundation

/// What a folder says of how media is prepared: `preprocessor_config.json`, or a part of
/// `processor_config.json`, in which `transformers` 5 keeps what belongs to all media.
///
/// Where both say it, the reference takes the latter.
protocol ProcessorConfiguration: Decodable {
    /// Its name in the joint file, such as `image_processor`.
    static var part: String { get }
}

extension ProcessorConfiguration {
    private static var jointName: String { "processor_config.json" }

    /// The name of the file that says it.
    static func fileName(in directory: String) throws -> String {
        try joint(in: directory) == nil ? "preprocessor_config.json" : jointName
    }

    /// - Returns: the configuration, and the path of the file to blame for it.
    static func read(in directory: String) throws -> (configuration: Self, path: String) {
        let path = directory + "/" + (try fileName(in: directory))
        return (try joint(in: directory) ?? JSONFile.decode(path: path), path)
    }

    private static func joint(in directory: String) throws -> Self? {
        let path = directory + "/" + jointName
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try JSONFile.decode(path: path, as: JointProcessorFile<Self>.self).configuration
    }
}

private struct JointProcessorFile<Configuration: ProcessorConfiguration>: Decodable {
    let configuration: Configuration?

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        configuration = try decoder.container(keyedBy: Key.self)
            .decodeIfPresent(Configuration.self, forKey: Key(stringValue: Configuration.part))
    }
}
