#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the sandbox knows no system calls of this architecture"
#endif

#define LOAD(field) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/// The lower half of an argument: both architectures are little-endian.
#define LOAD_ARGUMENT(index) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (index))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define REFUSE(number) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), ANSWER(SECCOMP_RET_ERRNO | EACCES)
/// A call whose argument `index` has flags for opening: refused unless it only reads.
#define ONLY_READ(number, index) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD_ARGUMENT(index), \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1), \
        ANSWER(SECCOMP_RET_ERRNO | EACCES), ANSWER(SECCOMP_RET_ALLOW)

/// What a decoder has no business with. A call that is unknown to old kernels' headers is refused
/// where it is known.
static struct sock_filter rules[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
#ifdef __x86_64__
    // The x32 interface has numbers of its own.
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
#endif
    // The network, and ways around this list.
    REFUSE(SYS_socket), REFUSE(SYS_connect), REFUSE(SYS_bind), REFUSE(SYS_listen),
    REFUSE(SYS_io_uring_setup), REFUSE(SYS_bpf), REFUSE(SYS_ptrace),
    REFUSE(SYS_process_vm_readv), REFUSE(SYS_process_vm_writev),
    // Other programs.
    REFUSE(SYS_execve), REFUSE(SYS_execveat), REFUSE(SYS_kill), REFUSE(SYS_pidfd_open),
    // Changes to the file system.
    REFUSE(SYS_unlinkat), REFUSE(SYS_renameat2), REFUSE(SYS_linkat), REFUSE(SYS_symlinkat),
    REFUSE(SYS_mkdirat), REFUSE(SYS_mknodat), REFUSE(SYS_fchmodat), REFUSE(SYS_fchmod),
    REFUSE(SYS_fchownat), REFUSE(SYS_fchown), REFUSE(SYS_truncate), REFUSE(SYS_ftruncate),
    REFUSE(SYS_utimensat), REFUSE(SYS_setxattr), REFUSE(SYS_fsetxattr), REFUSE(SYS_lsetxattr),
    REFUSE(SYS_removexattr), REFUSE(SYS_mount), REFUSE(SYS_umount2),
#ifdef SYS_renameat
    REFUSE(SYS_renameat),
#endif
#ifdef __x86_64__
    REFUSE(SYS_unlink), REFUSE(SYS_rmdir), REFUSE(SYS_rename), REFUSE(SYS_link),
    REFUSE(SYS_symlink), REFUSE(SYS_mkdir), REFUSE(SYS_mknod), REFUSE(SYS_chmod),
    REFUSE(SYS_chown), REFUSE(SYS_lchown), REFUSE(SYS_creat), REFUSE(SYS_fork), REFUSE(SYS_vfork),
    ONLY_READ(SYS_open, 1),
#endif
#ifdef SYS_openat2
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
    ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
#endif
    ONLY_READ(SYS_openat, 2),
    ANSWER(SECCOMP_RET_ALLOW),
};

static int32_t limit(int resource, rlim_t value) {
    struct rlimit bounds;
    if (getrlimit(resource, &bounds) != 0) return errno;
    // A limit that is lower already stays.
    if (bounds.rlim_max < value) value = bounds.rlim_max;
    bounds.rlim_cur = bounds.rlim_max = value;
    return setrlimit(resource, &bounds) == 0 ? 0 : errno;
}

int32_t trove_sandbox_enter(uint64_t memory) {
    int32_t error = limit(RLIMIT_AS, memory);
    if (!error) error = limit(RLIMIT_CORE, 0);
    if (!error) error = limit(RLIMIT_FSIZE, 0);
    if (error) return error;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return errno;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
    // A positive answer names a thread that could not be bound.
    long answer =
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
    return answer == 0 ? 0 : answer < 0 ? errno : EBUSY;
}

int32_t trove_allow_processor_time(uint32_t seconds) {
    struct timespec used;
    struct rlimit bounds;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0) return errno;
    if (getrlimit(RLIMIT_CPU, &bounds) != 0) return errno;
    // Rounded up: whole seconds are counted.
    bounds.rlim_cur = (rlim_t)used.tv_sec + 1 + seconds;
    if (bounds.rlim_cur > bounds.rlim_max) bounds.rlim_cur = bounds.rlim_max;
    return setrlimit(RLIMIT_CPU, &bounds) == 0 ? 0 : errno;
}
