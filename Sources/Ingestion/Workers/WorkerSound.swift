/// Sound that a worker decodes.
struct WorkerSound: SoundStream {
    let worker: WorkerLease

    func read(upTo count: Int) throws -> [Float] {
        let size = MemoryLayout<Float>.size
        let reply = try worker.ask(
            .samples(count: count),
            bodyUpTo: count.multipliedReportingOverflow(by: size).partialValue)
        guard case .samples = reply.head, reply.body.count % size == 0 else {
            throw worker.nonsense()
        }
        return reply.body.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
}
