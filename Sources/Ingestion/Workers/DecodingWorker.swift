import CSandbox
import Foundation
import MediaDecoding
import MediaTypes

/// What a decoding process does: answers requests until its owner goes away.
///
/// It takes limits upon itself before it touches a file: memory, processor time, no file written, no
/// network, no other program. Nothing that a file makes of it reaches further than its replies.
public struct DecodingWorker {
    private let media: any MediaReading
    private let connection: MessageConnection
    private let seconds: UInt32
    private var sound: (any SoundStream)?
    private var keyframes: (any KeyframeStream)?

    /// Serves the process that started this one; returns when that is gone.
    ///
    /// - Parameter media: makes the reader of files.
    public static func serve(media: (DecodingOptions) -> any MediaReading) {
        let connection = MessageConnection(descriptor: trove_child_connection)
        guard
            case .begin(let options)? = try? connection.receive(
                DecodingRequest.self, bodyUpTo: 0
            ).head
        else { return }
        for code in [
            trove_end_with_peer(trove_child_connection), trove_sandbox_enter(options.memory),
        ] where code != 0 {
            try? connection.send(DecodingReply.unbound(code: code))
            return
        }
        var worker = DecodingWorker(
            media: media(options), connection: connection, seconds: options.seconds)
        try? worker.run()
    }

    private init(media: any MediaReading, connection: MessageConnection, seconds: UInt32) {
        self.media = media
        self.connection = connection
        self.seconds = seconds
    }

    /// - Throws: `MessageConnection.Failure` when the owner is gone.
    private mutating func run() throws {
        try connection.send(DecodingReply.ready)
        while true {
            let request = try connection.receive(DecodingRequest.self, bodyUpTo: 0).head
            _ = trove_allow_processor_time(seconds)
            do {
                try answer(request)
            } catch let error as MediaDecodingError {
                try connection.send(DecodingReply.failed(error))
            } catch let failure as MessageConnection.Failure {
                throw failure
            } catch {
                try connection.send(DecodingReply.refused("\(error)"))
            }
        }
    }

    private mutating func answer(_ request: DecodingRequest) throws {
        switch request {
        case .begin: try connection.send(DecodingReply.refused("has begun already"))
        case .inspect(let path):
            (sound, keyframes) = (nil, nil)
            try connection.send(DecodingReply.information(media.inspect(path: path)))
        case .metadata(let path, let type):
            try connection.send(DecodingReply.metadata(media.metadata(path: path, type: type)))
        case .picture(let path, let minimumShortSide):
            let picture = try media.picture(path: path, minimumShortSide: minimumShortSide)
            try send(.picture(width: picture.width, height: picture.height), picture)
        case .sound(let path, let sampleRate):
            (sound, keyframes) = (try media.sound(path: path, sampleRate: sampleRate), nil)
            try connection.send(DecodingReply.opened)
        case .samples(let count):
            let samples = try sound?.read(upTo: count) ?? []
            try samples.withUnsafeBytes { try connection.send(DecodingReply.samples, body: $0) }
        case .keyframes(let path, let minimumShortSide):
            (sound, keyframes) = (
                nil, try media.keyframes(path: path, minimumShortSide: minimumShortSide)
            )
            try connection.send(DecodingReply.opened)
        case .keyframe:
            guard let keyframe = try keyframes?.next() else {
                return try connection.send(DecodingReply.end)
            }
            try send(
                .keyframe(
                    keyframe.range, width: keyframe.image.width, height: keyframe.image.height),
                keyframe.image)
        }
    }

    private func send(_ reply: DecodingReply, _ picture: PixelBuffer) throws {
        try picture.pixels.withUnsafeBytes { try connection.send(reply, body: $0) }
    }
}
