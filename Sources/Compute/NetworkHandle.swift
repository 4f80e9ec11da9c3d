import COneDNN

/// Owns a network of the C layer.
///
/// Built by one thread; immutable once compiled, which is what makes sharing it safe.
final class NetworkHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { trove_network_destroy(pointer) }

    var message: String { String(cString: trove_network_error(pointer)) }
}

/// Owns the activations of one run; used by one thread at a time.
final class WorkspaceHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(for network: NetworkHandle) throws {
        guard let pointer = trove_workspace_create(network.pointer) else {
            throw ComputeError.outOfMemory
        }
        self.pointer = pointer
    }

    deinit { trove_workspace_destroy(pointer) }
}
