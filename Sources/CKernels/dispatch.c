#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

/// From the plainest to the fastest.
static const struct trove_kernels *const levels[] = {
    &trove_kernels_scalar,
#if defined(__x86_64__)
    &trove_kernels_avx2,
    &trove_kernels_avx512,
    &trove_kernels_avx512vnni,
    &trove_kernels_avx512bf16,
#elif defined(__aarch64__)
    &trove_kernels_neon,
#endif
};
static const size_t level_count = sizeof levels / sizeof levels[0];

static _Atomic(const struct trove_kernels *) current;

bool trove_kernel_level_is_supported(trove_kernel_level level) {
    switch (level) {
    case trove_kernel_level_scalar:
        return true;
#if defined(__x86_64__)
    case trove_kernel_level_avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
            && __builtin_cpu_supports("f16c");
    case trove_kernel_level_avx512:
        return trove_kernel_level_is_supported(trove_kernel_level_avx2)
            && __builtin_cpu_supports("avx512f");
    case trove_kernel_level_avx512vnni:
        return trove_kernel_level_is_supported(trove_kernel_level_avx512)
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512vnni");
    case trove_kernel_level_avx512bf16:
        return trove_kernel_level_is_supported(trove_kernel_level_avx512vnni)
            && __builtin_cpu_supports("avx512bf16");
#elif defined(__aarch64__)
    case trove_kernel_level_neon:
        return true;
#endif
    default:
        return false;
    }
}

/// Two threads that come first together choose the same, so neither has to wait.
static const struct trove_kernels *choose(void) {
    const char *wanted = getenv("TROVE_KERNELS");
    const struct trove_kernels *best = levels[0];
    for (size_t i = 0; i < level_count; i++) {
        if (!trove_kernel_level_is_supported(levels[i]->level)) continue;
        best = levels[i];
        if (wanted && strcmp(wanted, best->name) == 0) break;
    }
    atomic_store_explicit(&current, best, memory_order_release);
    return best;
}

static inline const struct trove_kernels *kernels(void) {
    const struct trove_kernels *chosen = atomic_load_explicit(&current, memory_order_acquire);
    return chosen ? chosen : choose();
}

trove_kernel_level trove_kernel_level_current(void) { return kernels()->level; }

bool trove_kernel_level_force(trove_kernel_level level) {
    if (!trove_kernel_level_is_supported(level)) return false;
    for (size_t i = 0; i < level_count; i++) {
        if (levels[i]->level != level) continue;
        atomic_store_explicit(&current, levels[i], memory_order_release);
        return true;
    }
    return false;
}

float trove_dot_f32(const float *a, const float *b, size_t count) {
    return kernels()->dot_f32(a, b, count);
}

void trove_scan_f32(
    const float *query, const float *rows, size_t dimension, size_t row_count, float *scores) {
    kernels()->scan_f32(query, rows, dimension, row_count, scores);
}

void trove_dot_rows_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, const uint32_t *ids, size_t count,
    int32_t *sums) {
    kernels()->quantized->dot_rows_u8(query, rows, stride, ids, count, sums);
}

void trove_scan_u8(
    const int8_t *query, const uint8_t *rows, size_t stride, size_t row_count, int32_t *sums) {
    kernels()->quantized->scan_u8(query, rows, stride, row_count, sums);
}

float trove_dot_u12(
    const float *query, const uint8_t *codes, const uint8_t *low_codes, size_t stride) {
    return kernels()->quantized->dot_u12(query, codes, low_codes, stride);
}

void trove_scan_f16(
    const float *query, const uint16_t *rows, size_t dimension, size_t row_count, float *scores) {
    kernels()->quantized->scan_f16(query, rows, dimension, row_count, scores);
}

const struct trove_layer_kernels *trove_layer_kernels_current(void) { return kernels()->layers; }

const struct trove_preparation_kernels *trove_preparation_kernels_current(void) {
    return kernels()->preparation;
}
