import Foundation

/// A decoding process ended in the middle of its work.
struct WorkerDeath: Error, CustomStringConvertible {
    enum Cause {
        case signal(Int32)
        case status(Int32)
        /// Its replies made no sense any more, and it was ended.
        case nonsense
    }

    let cause: Cause
    let options: DecodingOptions

    var description: String {
        switch cause {
        case .signal(SIGXCPU):
            "decoding took more than \(options.seconds) s of processor time (signal \(SIGXCPU))"
        case .signal(let number):
            "the decoder crashed: signal \(number), "
                + String(cString: strsignal(number)).lowercased()
                + "; it may take \(options.memory >> 20) MiB of memory"
        case .status(let status): "the decoder ended with status \(status)"
        case .nonsense: "the decoder's answers make no sense"
        }
    }
}
