import Encoding
import Foundation
import FuzzerDriver

/// Where SwiftPM lets a program begin.
@_cdecl("SafeTensorsFuzzer_main")
public func main(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    fuzz(count, arguments) { start, count in
        let bytes = Data(UnsafeRawBufferPointer(start: start, count: count))
        SafeTensorsFuzzer.tryOut(bytes)
        SafeTensorsFuzzer.tryOut(SafeTensorsFuzzer.framed(bytes))
        return 0
    }
}

/// Opens the bytes as a safetensors file and reads all of its tensors. Refusals are fine; crashes,
/// hangs and reads outside of the file are not.
enum SafeTensorsFuzzer {
    static func tryOut(_ bytes: Data) {
        let path = NSTemporaryDirectory() + "/trove-fuzz-\(getpid()).safetensors"
        guard (try? bytes.write(to: URL(fileURLWithPath: path))) != nil else { return }
        defer { unlink(path) }
        guard let file = try? SafeTensorsFile(path: path) else { return }
        for name in file.names {
            guard let shape = file.shape(of: name) else { continue }
            _ = try? file.tensor(name, shape: shape)
        }
    }

    /// The same with a length before it that makes the text up to the last brace the header, so that
    /// what lies behind that is reached.
    static func framed(_ bytes: Data) -> Data {
        let end = bytes.lastIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? bytes.endIndex
        let length = UInt64(end - bytes.startIndex)
        return withUnsafeBytes(of: length.littleEndian) { Data($0) } + bytes
    }
}
