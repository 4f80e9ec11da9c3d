import MediaTypes

/// Where an `AudioReader` gets its sound from: a decoder that delivers mono at the file's own rate.
protocol MonoSource: AnyObject {
    /// The next stretch of sound, never empty; nil at the end. Its rate may differ from the one
    /// before, its samples may be anything a file can hold, not finite ones too.
    func next() throws(MediaDecodingError) -> AudioBuffer?
}

/// Sample rates that real recordings have; others would ask the resampler for absurd filters.
let plausibleSampleRates = 1_000...1_536_000
