import Ingestion

// A decoding process that does with a file what the file says.
DecodingWorker.serve { _ in FaultyMedia() }
