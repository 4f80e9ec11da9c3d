#include "gated.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/// e^x to about two units in the last place, without branches, so that the compiler can do several
/// at once. Beyond what a float holds it is the smallest or the largest normal power of two.
static inline float exponential(float x) {
    x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
    // Adding this rounds to a whole number, which is then in the low bits.
    const float magic = 12582912.0f;
    const float shifted = x * 1.44269504f + magic;
    const float whole = shifted - magic;
    // ln 2 in two parts, the first of which has few bits.
    const float rest = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * rest + 1.3981999507e-3f;
    p = p * rest + 8.3334519073e-3f;
    p = p * rest + 4.1665795894e-2f;
    p = p * rest + 1.6666665459e-1f;
    p = p * rest + 5.0000001201e-1f;
    p = p * rest * rest + rest + 1.0f;
    uint32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    const uint32_t scale_bits = (bits + 127u) << 23;
    float scale;
    memcpy(&scale, &scale_bits, sizeof scale);
    return p * scale;
}

void trove_rms_norm(
    float *values, size_t rows, size_t columns, const float *gain, float epsilon) {
    for (size_t row = 0; row < rows; ++row) {
        float *x = values + row * columns;
        double squares = 0;
        for (size_t i = 0; i < columns; ++i) squares += (double)x[i] * x[i];
        const float scale = 1.0f / sqrtf((float)(squares / (double)columns) + epsilon);
        if (gain)
            for (size_t i = 0; i < columns; ++i) x[i] = x[i] * scale * gain[i];
        else
            for (size_t i = 0; i < columns; ++i) x[i] *= scale;
    }
}

void trove_gelu_tanh_gate(float *gate, const float *values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        const float x = gate[i];
        // 1/2 (1 + tanh u) is the logistic function of 2u.
        const float u = 1.59576912f * (x + 0.044715f * x * x * x);
        gate[i] = x / (1.0f + exponential(-u)) * values[i];
    }
}

void trove_silu(float *values, size_t count) {
    for (size_t i = 0; i < count; ++i) values[i] /= 1.0f + exponential(-values[i]);
}

void trove_gated_halves(const float *values, size_t rows, size_t columns, float *result) {
    const size_t half = columns / 2;
    for (size_t row = 0; row < rows; ++row) {
        const float *x = values + row * columns, *gate = x + half;
        for (size_t i = 0; i < half; ++i)
            result[row * half + i] = x[i] / (1.0f + exponential(-gate[i]));
    }
}

void trove_clip(float *values, size_t count, float minimum, float maximum) {
    for (size_t i = 0; i < count; ++i)
        values[i] = values[i] < minimum ? minimum : values[i] > maximum ? maximum : values[i];
}

void trove_rotate(
    float *values, size_t rows, size_t heads, size_t head_width, size_t begin, size_t width,
    const float *cosines, const float *sines) {
    const size_t half = width / 2;
    for (size_t row = 0; row < rows; ++row) {
        const float *cosine = cosines + row * half, *sine = sines + row * half;
        for (size_t head = 0; head < heads; ++head) {
            float *first = values + (row * heads + head) * head_width + begin;
            float *second = first + half;
            for (size_t i = 0; i < half; ++i) {
                const float a = first[i], b = second[i];
                first[i] = a * cosine[i] - b * sine[i];
                second[i] = b * cosine[i] + a * sine[i];
            }
        }
    }
}

void trove_causal_convolution(
    const float *values, size_t rows, size_t columns, const float *weights, size_t kernel,
    float *result) {
    memset(result, 0, rows * columns * sizeof *result);
    for (size_t row = 0; row < rows; ++row) {
        float *sum = result + row * columns;
        for (size_t k = row + 1 < kernel ? kernel - 1 - row : 0; k < kernel; ++k) {
            const float *from = values + (row + 1 + k - kernel) * columns;
            const float *weight = weights + k * columns;
            for (size_t i = 0; i < columns; ++i) sum[i] += weight[i] * from[i];
        }
    }
}

static float product(const float *a, const float *b, size_t count) {
    float sums[16] = {0};
    size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (size_t lane = 0; lane < 16; ++lane) sums[lane] += a[i + lane] * b[i + lane];
    float sum = 0;
    for (size_t lane = 0; lane < 16; ++lane) sum += sums[lane];
    for (; i < count; ++i) sum += a[i] * b[i];
    return sum;
}

void trove_local_attention(
    const float *queries, const float *keys, const float *values, const float *relative,
    const trove_local_attention_sizes *sizes, float *scores, float *result) {
    const size_t width = sizes->head_width, stride = sizes->heads * width;
    memset(result, 0, sizes->rows * stride * sizeof *result);
    for (size_t row = 0; row < sizes->rows; ++row) {
        const size_t begin = row > sizes->past ? row - sizes->past : 0;
        const size_t last = sizes->rows - 1 - row > sizes->future ? row + sizes->future
                                                                    : sizes->rows - 1;
        for (size_t head = 0; head < sizes->heads; ++head) {
            const size_t column = head * width;
            const float *query = queries + row * stride + column;
            float maximum = -INFINITY;
            for (size_t key = begin; key <= last; ++key) {
                const float *offset = relative + (key + sizes->past - row) * stride + column;
                float score = product(query, keys + key * stride + column, width)
                    + product(query, offset, width);
                score = sizes->cap * tanhf(score / sizes->cap);
                scores[key - begin] = score;
                maximum = fmaxf(maximum, score);
            }
            float sum = 0;
            for (size_t i = 0; i <= last - begin; ++i) sum += scores[i] = expf(scores[i] - maximum);
            float *target = result + row * stride + column;
            for (size_t key = begin; key <= last; ++key) {
                const float share = scores[key - begin] / sum;
                const float *value = values + key * stride + column;
                for (size_t i = 0; i < width; ++i) target[i] += share * value[i];
            }
        }
    }
}
