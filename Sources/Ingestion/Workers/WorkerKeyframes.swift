import MediaDecoding

/// Keyframes that a worker decodes.
struct WorkerKeyframes: KeyframeStream {
    let worker: WorkerLease
    /// Bytes.
    let largestPicture: Int

    func next() throws -> Keyframe? {
        let reply = try worker.ask(.keyframe, bodyUpTo: largestPicture)
        switch reply.head {
        case .end: return nil
        case .keyframe(let range, let width, let height):
            let image = try worker.picture(width: width, height: height, reply.body)
            return Keyframe(range: range, image: image)
        default: throw worker.nonsense()
        }
    }
}
