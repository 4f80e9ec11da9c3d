#ifndef TROVE_SANDBOX_H
#define TROVE_SANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Child processes that may compute and read files, and little else.

/// The descriptor at which a child finds its end of the connection to its parent.
static const int32_t trove_child_connection = 3;

/// Starts `arguments[0]` with the `count` > 0 arguments. The child has no standard input and output,
/// and of all open files only its end of a stream socket, as `trove_child_connection`.
/// Returns 0 and sets `child` and `connection`, the parent's end; or an errno.
int32_t trove_start_child(
    const char *const *arguments, size_t count, pid_t *child, int32_t *connection);

/// Bounds this process: at most `memory` bytes of address space, no core dump, no file written, no
/// connection but those it has, no other program started. Its threads, too, are bound by that, and
/// nothing takes it back.
/// Returns 0 or an errno.
int32_t trove_sandbox_enter(uint64_t memory);

/// Lets this process use `seconds` > 0 of processor time from now on; SIGXCPU ends it then.
/// Returns 0 or an errno.
int32_t trove_allow_processor_time(uint32_t seconds);

/// Ends this process as soon as the other end of `connection` is closed, whatever it is doing.
/// Returns 0 or an errno.
int32_t trove_end_with_peer(int32_t connection);

#endif
