import CStarterWeights

/// The scripts, class lists and weights that make the starter space, compiled into the program so
/// that it can install the space wherever it is run.
public enum StarterScripts {
    public struct File: Sendable {
        public let name: String
        public let bytes: [UInt8]
    }

    /// `convert.py` and what it needs beside itself.
    public static let files = [
        File(name: "convert.py", bytes: PackageResources.convert_py),
        File(name: "version.txt", bytes: PackageResources.version_txt),
        File(name: "torch_checkpoint.py", bytes: PackageResources.torch_checkpoint_py),
        File(name: "safetensors_file.py", bytes: PackageResources.safetensors_file_py),
        File(name: "photo-classes.txt", bytes: PackageResources.photo_classes_txt),
        File(name: "sound-classes.json", bytes: PackageResources.sound_classes_json),
        File(name: "sound-linear.safetensors", bytes: bytes(of: trove_sound_linear)),
        File(name: "photos-linear.safetensors", bytes: bytes(of: trove_photos_linear)),
    ]

    /// `torch_checkpoint.py`, which is to be run, and what it needs beside itself.
    public static let checkpointConverter = files.filter {
        ["torch_checkpoint.py", "safetensors_file.py"].contains($0.name)
    }

    /// Version of the space that these files make, as its `space.json` says it.
    public static let version = String(decoding: PackageResources.version_txt, as: UTF8.self)
        .filter { !$0.isWhitespace }

    private static func bytes(
        of weights: (UnsafeMutablePointer<Int>) -> UnsafeRawPointer
    ) -> [UInt8] {
        var size = 0
        let start = weights(&size)
        return Array(UnsafeRawBufferPointer(start: start, count: size))
    }
}
