import CSandbox
import Foundation

/// A running decoding process, as its owner sees it. Used from one thread at a time.
final class WorkerProcess {
    private let options: DecodingOptions
    private let identifier: pid_t
    private let connection: MessageConnection
    private var hasEnded = false

    /// Starts the process and waits until its limits hold.
    ///
    /// - Parameter command: a program's path and its arguments.
    /// - Throws: `WorkerStartError`.
    init(command: [String], options: DecodingOptions) throws(WorkerStartError) {
        let program = command.first ?? ""
        let copies = command.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var (child, socket): (pid_t, Int32) = (0, -1)
        let code = trove_start_child(
            copies.map { UnsafePointer($0) }, copies.count, &child, &socket)
        guard code == 0 else {
            throw WorkerStartError(program: program, reason: SystemError(code).description)
        }
        self.options = options
        identifier = child
        connection = MessageConnection(descriptor: socket)
        let reason: String
        do {
            switch try exchange(.begin(options)).head {
            case .ready: return
            case .unbound(let code): reason = "no limits: " + SystemError(code).description
            default: reason = "it is another program"
            }
        } catch {
            reason = "\(error)"
        }
        throw WorkerStartError(program: program, reason: reason)
    }

    deinit {
        end()
    }

    /// Of the processor, so far; zero once the process has ended.
    var processorTime: Duration {
        var clock = clockid_t()
        guard clock_getcpuclockid(identifier, &clock) == 0 else { return .zero }
        return .onClock(clock)
    }

    /// Asks for something and waits for it.
    ///
    /// - Parameter limit: bytes of the reply's body.
    /// - Throws: `WorkerDeath`; nothing more can be asked for then.
    func exchange(_ request: DecodingRequest, bodyUpTo limit: Int = 0) throws
        -> (head: DecodingReply, body: [UInt8])
    {
        do {
            try connection.send(request)
            return try connection.receive(DecodingReply.self, bodyUpTo: limit)
        } catch MessageConnection.Failure.closed {
            throw WorkerDeath(cause: waitForEnd(), options: options)
        } catch {
            throw nonsense()
        }
    }

    /// Ends the process for an answer that it must not give.
    func nonsense() -> WorkerDeath {
        end()
        return WorkerDeath(cause: .nonsense, options: options)
    }

    private func end() {
        guard !hasEnded else { return }
        kill(identifier, SIGKILL)
        _ = waitForEnd()
    }

    private func waitForEnd() -> WorkerDeath.Cause {
        guard !hasEnded else { return .nonsense }
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        hasEnded = true
        let signal = status & 0x7F
        return signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
    }
}
