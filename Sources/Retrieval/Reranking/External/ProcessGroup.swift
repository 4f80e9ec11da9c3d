import Foundation

/// A child process that leads its own process group, so that whatever it starts ends with it.
final class ProcessGroup {
    /// A system call failed with this `errno`.
    struct Failure: Error {
        let code: Int32
    }

    private static let attempts = 50
    private static let pollInterval: Duration = .milliseconds(5)

    private let leader: pid_t
    /// Where the child's standard output arrives.
    private let output: Int32

    /// - Parameters:
    ///   - arguments: the program, by its path or as found in `PATH`, and its arguments.
    ///   - input: what it reads from standard input.
    init(_ arguments: [String], input: Data) throws(Failure) {
        let inputFile = try Self.anonymousFile(holding: input)
        defer { close(inputFile) }
        var ends: [Int32] = [-1, -1]
        try Self.check(pipe(&ends) == 0 ? 0 : errno)
        let (reading, writing) = (ends[0], ends[1])
        defer { close(writing) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputFile, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, writing, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A program expects to end when its reader is gone, which we may ignore.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

        let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
        var child: pid_t = 0
        var code: Int32 = 0
        for _ in 0..<Self.attempts {
            code = withCStrings(arguments) { list in
                withCStrings(environment) { environment in
                    posix_spawnp(
                        &child, arguments.first ?? "", &actions, &attributes, list, environment)
                }
            }
            // A script that was just written is open for writing in any child that another thread
            // is starting at that moment.
            guard code == ETXTBSY else { break }
            usleep(20_000)
        }
        if code != 0 {
            close(reading)
            throw Failure(code: code)
        }
        leader = child
        output = reading
    }

    /// What the child writes until it closes its output, or as soon as that is more than `limit`.
    /// - Returns: nil when the deadline passes before.
    func answer(upTo limit: Int, until deadline: ContinuousClock.Instant) -> Data? {
        var answer = Data()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while answer.count <= limit {
            let rest = deadline - .now
            guard rest > .zero else { return nil }
            var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            // At most a minute, whatever the limit; rounded up, so as not to spin.
            guard poll(&descriptor, 1, Int32(min(rest / .milliseconds(1), 60_000)) + 1) > 0 else {
                continue
            }
            let count = read(output, &chunk, chunk.count)
            if count == 0 { break }
            if count > 0 { answer.append(contentsOf: chunk[..<count]) }
        }
        return answer
    }

    /// - Returns: whether the child ended before the deadline.
    func waitForEnd(until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            var information = siginfo_t()
            // It stays a zombie, so that its number names nobody else's group yet.
            let code = waitid(P_PID, id_t(leader), &information, WEXITED | WNOHANG | WNOWAIT)
            if code == 0, information.si_signo == SIGCHLD { return true }
            guard ContinuousClock.now < deadline else { return false }
            usleep(UInt32(Self.pollInterval / .microseconds(1)))
        }
    }

    /// Kills what is left of the group, to be called once at the end.
    /// - Returns: the exit status, or 128 and the number of the signal that ended the child.
    func end() -> Int32 {
        kill(-leader, SIGKILL)
        close(output)
        var status: Int32 = 0
        while waitpid(leader, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// A file without a name: unlike a pipe, it never makes the writer wait.
    private static func anonymousFile(holding data: Data) throws(Failure) -> Int32 {
        var path = Array((NSTemporaryDirectory() + "/trove.XXXXXX").utf8CString)
        let file = mkstemp(&path)
        try check(file >= 0 ? 0 : errno)
        unlink(path)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                close(file)
                throw Failure(code: code)
            }
            rest = rest.dropFirst(count)
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private static func check(_ code: Int32) throws(Failure) {
        if code != 0 { throw Failure(code: code) }
    }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
