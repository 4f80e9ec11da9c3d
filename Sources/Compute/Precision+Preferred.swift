import MediaTypes

extension Precision {
    /// The fastest that leaves vectors as good as those of 32 bits on this processor: 16 bits where
    /// it multiplies in them, else 32.
    public static var preferred: Precision {
        KernelLevel.current == .avx512bf16 ? .bf16 : .f32
    }
}
