import MediaDecoding
import MediaTypes

/// A decoding process in somebody's hands; it waits for the next file when the lease goes away,
/// unless it died. Used from one thread at a time.
final class WorkerLease {
    /// A worker's words for an error that is none of `MediaDecodingError`.
    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private let worker: WorkerProcess
    private let giveBack: (WorkerProcess) -> Void
    private var isDead = false

    init(_ worker: WorkerProcess, giveBack: @escaping (WorkerProcess) -> Void) {
        self.worker = worker
        self.giveBack = giveBack
    }

    deinit {
        if !isDead { giveBack(worker) }
    }

    /// - Parameter limit: bytes of the reply's body.
    /// - Throws: `WorkerDeath`, and what the worker says stands in the way.
    func ask(_ request: DecodingRequest, bodyUpTo limit: Int = 0) throws
        -> (head: DecodingReply, body: [UInt8])
    {
        do {
            let reply = try worker.exchange(request, bodyUpTo: limit)
            switch reply.head {
            case .failed(let error): throw error
            case .refused(let words): throw Refusal(description: words)
            default: return reply
            }
        } catch let death as WorkerDeath {
            isDead = true
            throw death
        }
    }

    /// Ends the worker for an answer that it must not give.
    func nonsense() -> WorkerDeath {
        isDead = true
        return worker.nonsense()
    }

    /// - Throws: `WorkerDeath` where the pixels do not fill the sides.
    func picture(width: Int, height: Int, _ pixels: [UInt8]) throws -> PixelBuffer {
        let (area, isTooLarge) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !isTooLarge, pixels.count % 3 == 0, area == pixels.count / 3
        else { throw nonsense() }
        return PixelBuffer(width: width, height: height, pixels: pixels)
    }
}
