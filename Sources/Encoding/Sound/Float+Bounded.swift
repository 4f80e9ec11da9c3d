extension Float {
    /// A sample within 60 dB beyond full scale: nothing that is sound is louder. What is no number
    /// is silence.
    var bounded: Float { isFinite ? min(max(self, -1000), 1000) : 0 }
}
