/// The catalog's number of a space. It belongs to one library.
public typealias SpaceID = Int64

/// The catalog's number of an asset; never used again for another one.
public typealias AssetID = Int64

/// The catalog's number of a segment; never used again for another one.
public typealias SegmentID = Int64

/// The catalog's number of a run.
public typealias RunID = Int64
