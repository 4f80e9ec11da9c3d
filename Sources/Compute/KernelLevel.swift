import CKernels
import COneDNN

/// An instruction set for which there are kernels.
///
/// The best one that the processor has is chosen at the first use; the environment variable
/// `TROVE_KERNELS` (`scalar`, `neon`, `avx2`, `avx512`, `avx512vnni`, `avx512bf16`) names another.
public enum KernelLevel: String, Sendable, CaseIterable {
    case scalar
    case neon
    /// AVX2, FMA and F16C.
    case avx2
    /// AVX-512F.
    case avx512
    /// AVX-512F, BW, VL and VNNI.
    case avx512vnni
    /// The same and BF16.
    case avx512bf16

    /// The levels that this processor can run, from the plainest to the fastest.
    public static var supported: [KernelLevel] {
        allCases.filter { trove_kernel_level_is_supported($0.native) }
    }

    /// The level in use.
    public static var current: KernelLevel {
        let native = trove_kernel_level_current()
        return allCases.first { $0.native == native } ?? .scalar
    }

    /// Whether it has instructions that multiply bytes and sum the products up in 32 bits, and oneDNN
    /// may use them, too.
    var multipliesBytes: Bool {
        (self == .avx512vnni || self == .avx512bf16) && trove_multiplies_bytes()
    }

    /// Uses this level from now on, in every thread; for tests and benchmarks.
    /// - Returns: false, and nothing changes, where the processor lacks it.
    @discardableResult
    public func force() -> Bool { trove_kernel_level_force(native) }

    private var native: trove_kernel_level {
        switch self {
        case .scalar: trove_kernel_level_scalar
        case .neon: trove_kernel_level_neon
        case .avx2: trove_kernel_level_avx2
        case .avx512: trove_kernel_level_avx512
        case .avx512vnni: trove_kernel_level_avx512vnni
        case .avx512bf16: trove_kernel_level_avx512bf16
        }
    }
}
