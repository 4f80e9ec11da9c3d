// Values of tensors as files hold them: little-endian, at any alignment.
#ifndef TROVE_TENSOR_H
#define TROVE_TENSOR_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    TROVE_TENSOR_F32 = 0,
    /// IEEE 754 half precision.
    TROVE_TENSOR_F16 = 1,
    /// The upper half of an F32.
    TROVE_TENSOR_BF16 = 2,
} trove_tensor_type;

/// Widens `count` values of `source`, which has `source_count` bytes, to floats.
/// Returns 0; 1 when a value is infinite; 2 when one is no number; -1 when the source has not exactly these values.
int32_t trove_tensor_widen(
    trove_tensor_type type, const uint8_t *source, size_t source_count, float *result,
    size_t count);

#endif
