#define _GNU_SOURCE // POLLRDHUP, posix_spawn_file_actions_addclosefrom_np

#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

extern char **environ;

static int prepare_files(posix_spawn_file_actions_t *actions, int connection) {
    int error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO && !error; fd++)
        error = posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_WRONLY, 0);
    // Also clears its close-on-exec flag, even where the number stays.
    if (!error)
        error = posix_spawn_file_actions_adddup2(actions, connection, trove_child_connection);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(actions, trove_child_connection + 1);
    return error;
}

static int prepare_signals(posix_spawnattr_t *attributes) {
    // A Ctrl-C is the parent's to handle, so the child leads a process group of its own; and what
    // the parent ignores or blocks is nothing to the child.
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
    if (!error)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    return error;
}

/// The environment, with a word to Swift's runtime: a crash is told by its signal alone. Printing a
/// stack would start another program, which a sandbox refuses.
/// Returns NULL when there is no memory.
static char **make_environment(void) {
    static const char setting[] = "SWIFT_BACKTRACE=enable=no";
    const size_t name = strcspn(setting, "=") + 1;
    size_t count = 0;
    while (environ && environ[count]) count++;
    char **result = calloc(count + 2, sizeof *result);
    if (!result) return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], setting, name) != 0) result[kept++] = environ[i];
    result[kept] = (char *)setting;
    return result;
}

int32_t trove_start_child(
    const char *const *arguments, size_t count, pid_t *child, int32_t *connection) {
    char **terminated = calloc(count + 1, sizeof *terminated);
    char **environment = make_environment();
    int ends[2];
    int error = !terminated || !environment ? ENOMEM : 0;
    if (!error && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) error = errno;
    if (error) {
        free(terminated);
        free(environment);
        return error;
    }
    memcpy(terminated, arguments, count * sizeof *terminated);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    error = prepare_files(&actions, ends[1]);
    if (!error) error = prepare_signals(&attributes);
    if (!error)
        error = posix_spawn(child, terminated[0], &actions, &attributes, terminated, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(terminated);
    free(environment);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        return error;
    }
    *connection = ends[0];
    return 0;
}

static void *wait_for_end(void *opaque) {
    struct pollfd peer = {.fd = (int)(intptr_t)opaque, .events = POLLRDHUP};
    while (poll(&peer, 1, -1) < 0 && errno == EINTR) {}
    _exit(0);
}

int32_t trove_end_with_peer(int32_t connection) {
    pthread_t thread;
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error) return error;
    pthread_attr_setstacksize(&attributes, 64 * 1024);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    error = pthread_create(&thread, &attributes, wait_for_end, (void *)(intptr_t)connection);
    pthread_attr_destroy(&attributes);
    return error;
}
