#ifndef TROVE_HALF_H
#define TROVE_HALF_H

#include <stdint.h>

/// A 16-bit number in 32 bits, by its fields; exact.
static inline float trove_widened_half(uint16_t half) {
    uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = (half >> 10) & 31;
    uint32_t fraction = half & 0x3ff;
    union {
        uint32_t bits;
        float value;
    } number;
    if (exponent == 0) {
        // Zero and subnormal numbers: multiples of 2^-24.
        number.value = (float)fraction * 0x1p-24f;
        number.bits |= sign;
    } else {
        uint32_t biased = exponent == 31 ? 255 : exponent + 112;
        number.bits = sign | biased << 23 | fraction << 13;
    }
    return number.value;
}

#endif
