import Foundation

/// Reads JSON files of a space with errors that name the file and the field.
enum JSONFile {
    static func decode<Value: Decodable>(path: String, as type: Value.Type = Value.self) throws
        -> Value
    {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw EncodingError.unreadableFile(path: path, reason: error.localizedDescription)
        }
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch let error as DecodingError {
            throw EncodingError.malformedFile(path: path, reason: Self.explain(error))
        } catch {
            throw EncodingError.malformedFile(path: path, reason: error.localizedDescription)
        }
    }

    private static func explain(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            let field = (context.codingPath.map(\.stringValue) + [key.stringValue])
            return "the field '\(field.joined(separator: "."))' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "the field '\(place(context))' holds the wrong kind of value"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty
                ? "it is not valid JSON"
                : "the field '\(place(context))' is not valid: \(context.debugDescription)"
        @unknown default:
            return "it is not the JSON that is needed"
        }
    }
}
