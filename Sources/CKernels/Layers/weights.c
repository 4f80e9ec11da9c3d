#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "layers.h"
#include "transpose.h"

static uint32_t brain(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
}

/// One output's inputs as words; what is behind the last is zero.
static void words_of(
    const float *row, size_t output, struct trove_weights *weights, uint32_t *words) {
    const size_t inputs = weights->inputs;
    if (weights->precision == trove_precision_f32) {
        memcpy(words, row, inputs * sizeof *row);
        return;
    }
    memset(words, 0, weights->words * sizeof *words);
    if (weights->precision == trove_precision_bf16) {
        for (size_t i = 0; i < inputs; i++) words[i / 2] |= brain(row[i]) << i % 2 * 16;
        return;
    }
    float largest = 0;
    for (size_t i = 0; i < inputs; i++) largest = fmaxf(largest, fabsf(row[i]));
    const float scale = largest / 127, steps = largest > 0 ? 127 / largest : 0;
    int8_t *bytes = (int8_t *)words;
    int32_t sum = 0;
    for (size_t i = 0; i < inputs; i++) sum += bytes[i] = (int8_t)lrintf(row[i] * steps);
    weights->scales[output] = scale;
    weights->sums[output] = (float)sum;
}

trove_weights *trove_weights_create(
    trove_precision precision, size_t outputs, size_t inputs, const float *weights,
    size_t weight_count, const float *bias, size_t bias_count) {
    size_t expected = 0;
    if (outputs == 0 || inputs == 0 || __builtin_mul_overflow(outputs, inputs, &expected)
        || weight_count != expected || bias_count != outputs || outputs > SIZE_MAX / 64
        || (precision == trove_precision_int8 && inputs > 65536))
        return NULL;
    const size_t values = trove_word_values(precision);
    const size_t words = (inputs + values - 1) / values;
    const size_t padded = trove_rounded_up(outputs, TROVE_PANEL);
    size_t panel_words = 0, all_words = 0, bytes = 0;
    if (__builtin_mul_overflow(padded, words, &panel_words)
        || __builtin_add_overflow(panel_words, 3 * padded, &all_words)
        || __builtin_mul_overflow(all_words, sizeof(uint32_t), &bytes))
        return NULL;
    struct trove_weights *packed = calloc(1, sizeof *packed);
    uint32_t *rows = malloc(TROVE_PANEL * words * sizeof *rows);
    // Panels of 32 words are multiples of 64 bytes.
    uint32_t *memory = aligned_alloc(64, bytes);
    if (!packed || !rows || !memory) {
        free(packed);
        free(rows);
        free(memory);
        return NULL;
    }
    packed->precision = precision;
    packed->outputs = outputs;
    packed->inputs = inputs;
    packed->words = words;
    packed->panels = memory;
    packed->bias = (float *)(memory + panel_words);
    packed->scales = packed->bias + padded;
    packed->sums = packed->scales + padded;
    memset(packed->bias, 0, 3 * padded * sizeof *packed->bias);
    memcpy(packed->bias, bias, outputs * sizeof *bias);
    for (size_t output = 0; output < outputs; output += TROVE_PANEL) {
        const size_t count = outputs - output < TROVE_PANEL ? outputs - output : TROVE_PANEL;
        uint32_t *panel = packed->panels + output * words;
        if (count < TROVE_PANEL) memset(panel, 0, TROVE_PANEL * words * sizeof *panel);
        for (size_t i = 0; i < count; i++)
            words_of(weights + (output + i) * inputs, output + i, packed, rows + i * words);
        trove_transpose(rows, words, count, words, panel, TROVE_PANEL);
    }
    free(rows);
    return packed;
}

void trove_weights_destroy(trove_weights *weights) {
    if (!weights) return;
    free(weights->panels);
    free(weights);
}
