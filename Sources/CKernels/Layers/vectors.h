// Vectors of LANES floats for the kernels' templates, in whatever instructions TARGET allows.
//
// Each file of an instruction set defines TARGET (a function attribute, or nothing) and LANES, and
// then includes the templates.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE TARGET __attribute__((always_inline)) static inline

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * LANES)));
/// The same at any alignment of a value.
typedef float vf_unaligned __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef uint32_t vu_unaligned __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

INLINE vf load(const float *values) { return *(const vf_unaligned *)values; }
INLINE vu load_words(const uint32_t *words) { return *(const vu_unaligned *)words; }
INLINE void store(float *values, vf vector) { *(vf_unaligned *)values = vector; }
INLINE void store_words(uint32_t *words, vu vector) { *(vu_unaligned *)words = vector; }
INLINE vf splat(float value) { return value - (vf){0}; }
INLINE vu splat_word(uint32_t word) { return word + (vu){0}; }

/// The first `count` lanes at most; `rest` in the others.
INLINE vf load_part(const float *values, size_t count, float rest) {
    if (count >= LANES) return load(values);
    float lanes[LANES];
    for (size_t i = 0; i < LANES; i++) lanes[i] = i < count ? values[i] : rest;
    return load(lanes);
}

/// The first `count` lanes at most.
INLINE void store_part(float *values, vf vector, size_t count) {
    if (count >= LANES) {
        store(values, vector);
        return;
    }
    float lanes[LANES];
    store(lanes, vector);
    for (size_t i = 0; i < count; i++) values[i] = lanes[i];
}

/// Lanes by halves, always in the same order.
INLINE float sum(vf vector) {
    float lanes[LANES];
    store(lanes, vector);
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t i = 0; i < half; i++) lanes[i] += lanes[i + half];
    return lanes[0];
}

INLINE float largest(vf vector) {
    float lanes[LANES];
    store(lanes, vector);
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t i = 0; i < half; i++)
            lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
    return lanes[0];
}

INLINE vf smaller(vf a, vf b) { return __builtin_elementwise_min(a, b); }
INLINE vf larger(vf a, vf b) { return __builtin_elementwise_max(a, b); }
INLINE vf magnitude(vf a) { return (vf)((vu)a & 0x7FFFFFFFu); }

/// To the nearest integer, ties to even, of values below 2^22: the sum's last bits are the integer.
INLINE vi rounded(vf value) {
    const vf magic = splat(0x1.8p23f);
    return (vi)(value + magic) - (vi)magic;
}

/// 1 / x
INLINE vf reciprocal(vf x) {
#ifdef RECIPROCAL_ESTIMATE
    // A step of Newton's method doubles the estimate's bits.
    const vf estimate = RECIPROCAL_ESTIMATE(x);
    return estimate * (2.0f - x * estimate);
#else
    return 1.0f / x;
#endif
}

/// 2^x with a relative error of 2e-7; nearly 0 below -126, no infinity above 127.
INLINE vf power_of_two(vf x) {
    x = smaller(larger(x, splat(-126.0f)), splat(127.0f));
    // The sum's last bits are the nearest integer, which is then added to the exponent.
    const vf magic = splat(0x1.8p23f);
    const vf shifted = x + magic;
    const vf r = x - (shifted - magic);
    // Minimax on half an octave about 0.
    vf p = splat(0.001327647152f);
    p = p * r + 0.009675541331f;
    p = p * r + 0.05550713275f;
    p = p * r + 0.2402211972f;
    p = p * r + 0.6931469671f;
    p = p * r + 1.000000072f;
    return (vf)((vu)p + ((vu)shifted << 23));
}

INLINE vf exponential(vf x) { return power_of_two(x * 1.44269504f); }

/// The error function to 1.5e-7: formula 7.1.26 of Abramowitz and Stegun's handbook.
INLINE vf error_function(vf x) {
    const vf size = magnitude(x);
    const vf t = reciprocal(1.0f + 0.3275911f * size);
    vf p = splat(1.061405429f);
    p = p * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    const vf result = 1.0f - p * t * exponential(-size * size);
    return (vf)((vu)result | ((vu)x & 0x80000000u));
}

INLINE vf activated(trove_activation activation, vf x) {
    switch (activation) {
    case trove_activation_gelu:
        return 0.5f * x * (1.0f + error_function(x * 0.70710678f));
    case trove_activation_quick_gelu:
        return x * reciprocal(1.0f + power_of_two(x * (-1.702f * 1.44269504f)));
    case trove_activation_gelu_tanh:
        // (1 + tanh u) / 2 is the logistic function of 2u.
        return x
            * reciprocal(
                1.0f
                + power_of_two((x + 0.044715f * x * x * x) * (-1.5957691f * 1.44269504f)));
    case trove_activation_rectifier:
        return larger(x, splat(0));
    default:
        return x;
    }
}

/// Two brain floats a word, multiplied as 32-bit floats.
#define BRAIN_MULTIPLY_ADD(sum, word, weights)                                                 \
    (sum + (vf)splat_word(word << 16) * (vf)(weights << 16)                                    \
        + (vf)splat_word(word & 0xFFFF0000u) * (vf)(weights & 0xFFFF0000u))

/// Four bytes a word, unsigned ones of a row and signed ones of weights, one after the other.
#define BYTE_MULTIPLY_ADD(sum, word, weights)                                                  \
    (sum + (vi)splat_word(word & 255) * ((vi)(weights << 24) >> 24)                            \
        + (vi)splat_word(word >> 8 & 255) * ((vi)(weights << 16) >> 24)                        \
        + (vi)splat_word(word >> 16 & 255) * ((vi)(weights << 8) >> 24)                        \
        + (vi)splat_word(word >> 24) * ((vi)weights >> 24))
