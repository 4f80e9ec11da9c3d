#include "tensor.h"

#include "half.h"

#include <stdbool.h>
#include <string.h>

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

int32_t trove_tensor_widen(
    trove_tensor_type type, const uint8_t *source, size_t source_count, float *result,
    size_t count) {
    const size_t size = type == TROVE_TENSOR_F32 ? 4 : 2;
    if (source_count % size != 0 || source_count / size != count) return -1;
    if (type == TROVE_TENSOR_F32) {
        if (count > 0) memcpy(result, source, source_count);
    } else {
        for (size_t i = 0; i < count; ++i) {
            const uint16_t value = (uint16_t)(source[2 * i] | source[2 * i + 1] << 8);
            result[i] = type == TROVE_TENSOR_F16 ? trove_widened_half(value)
                                                 : from_bits((uint32_t)value << 16);
        }
    }
    // Infinities and what is no number have all bits of the exponent set.
    bool finite = true, number = true;
    for (size_t i = 0; i < count; ++i) {
        uint32_t bits;
        memcpy(&bits, result + i, sizeof bits);
        finite &= (bits & 0x7F800000) != 0x7F800000;
        number &= (bits & 0x7FFFFFFF) <= 0x7F800000;
    }
    return !number ? 2 : !finite ? 1 : 0;
}
