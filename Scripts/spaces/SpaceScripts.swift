/// What `trove space install` needs for public models, compiled in.
public enum SpaceScripts {
    /// The source of `download.py`.
    public static var download: [UInt8] { PackageResources.download_py }
    /// The content of `public-spaces.json`.
    public static var publicSpaces: [UInt8] { PackageResources.public_spaces_json }
}
