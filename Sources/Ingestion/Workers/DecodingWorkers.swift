import Foundation
import MediaDecoding
import MediaTypes
import Synchronization

/// Reads media in other processes, so that a file that takes its decoder down costs one file.
///
/// There are as many processes as files and streams are open at once; each is kept for the next
/// file. A file that ends its process is told by a `WorkerDeath`; the next file gets a new one.
public final class DecodingWorkers: MediaReading {
    private struct IdleWorker: @unchecked Sendable {
        let process: WorkerProcess
    }

    private static let attempts = 3

    private let command: [String]
    private let options: DecodingOptions
    private let idle = Mutex<[IdleWorker]>([])

    /// - Parameter command: starts a process that calls `DecodingWorker.serve`; a path and its
    ///   arguments.
    public init(command: [String], options: DecodingOptions = DecodingOptions()) {
        self.command = command
        self.options = options
    }

    public func inspect(path: String) throws -> MediaInformation {
        let worker = try lease()
        let reply = try worker.ask(.inspect(path: path)).head
        guard case .information(let information) = reply else { throw worker.nonsense() }
        return information
    }

    public func metadata(path: String, type: MediaType) throws -> MediaMetadata {
        let worker = try lease()
        let reply = try worker.ask(.metadata(path: path, type: type)).head
        guard case .metadata(let metadata) = reply else { throw worker.nonsense() }
        return metadata
    }

    public func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer {
        let worker = try lease()
        let reply = try worker.ask(
            .picture(path: path, minimumShortSide: minimumShortSide), bodyUpTo: largestPicture)
        guard case .picture(let width, let height) = reply.head else { throw worker.nonsense() }
        return try worker.picture(width: width, height: height, reply.body)
    }

    public func sound(path: String, sampleRate: Int) throws -> any SoundStream {
        let worker = try lease()
        guard case .opened = try worker.ask(.sound(path: path, sampleRate: sampleRate)).head else {
            throw worker.nonsense()
        }
        return WorkerSound(worker: worker)
    }

    public func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream {
        let worker = try lease()
        let request = DecodingRequest.keyframes(path: path, minimumShortSide: minimumShortSide)
        guard case .opened = try worker.ask(request).head else { throw worker.nonsense() }
        return WorkerKeyframes(worker: worker, largestPicture: largestPicture)
    }

    public func startAfresh() {
        idle.withLock { $0 = [] }
    }

    /// Exact while no file is open; what other children of this process took and ended counts too.
    public var processorTime: Duration {
        var ended = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &ended)
        return idle.withLock { idle in
            idle.reduce(Duration(ended.ru_utime) + Duration(ended.ru_stime)) {
                $0 + $1.process.processorTime
            }
        }
    }

    /// Bytes that pixels may take.
    private var largestPicture: Int {
        options.limits.maxPixels.multipliedReportingOverflow(by: 3).partialValue
    }

    /// - Throws: `WorkerStartError`.
    private func lease() throws -> WorkerLease {
        let worker =
            try idle.withLock { $0.popLast() }?.process ?? start()
        return WorkerLease(worker) { [self] process in
            let worker = IdleWorker(process: process)
            idle.withLock { $0.append(worker) }
        }
    }

    /// A process that is killed while it starts, as by a machine short of memory, is no reason to end
    /// a run; one that never starts is.
    private func start() throws(WorkerStartError) -> WorkerProcess {
        for _ in 1..<Self.attempts {
            if let process = try? WorkerProcess(command: command, options: options) {
                return process
            }
        }
        return try WorkerProcess(command: command, options: options)
    }
}
