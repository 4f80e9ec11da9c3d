/// The steps by which a file is published, so that a test can stop after each of them.
protocol FileOutput {
    /// Creates an empty file, or empties the one that is there.
    mutating func create(_ path: String) throws(IndexFileError)
    /// Adds to the file that was created last.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(IndexFileError)
    /// Returns once the file created last is on the disk, and closes it.
    mutating func finish() throws(IndexFileError)
    mutating func rename(_ path: String, to target: String) throws(IndexFileError)
    /// Returns once the names in a folder are on the disk.
    mutating func syncFolder(_ path: String) throws(IndexFileError)
}
