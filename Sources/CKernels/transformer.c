#include "transformer.h"

#include <math.h>

void trove_layer_norm(
    float *values, size_t rows, size_t columns, const float *gain, const float *bias,
    float epsilon) {
    for (size_t row = 0; row < rows; ++row) {
        float *x = values + row * columns;
        double sum = 0;
        for (size_t i = 0; i < columns; ++i) sum += x[i];
        const float mean = (float)(sum / (double)columns);
        double squares = 0;
        for (size_t i = 0; i < columns; ++i) squares += (double)(x[i] - mean) * (x[i] - mean);
        const float scale = 1.0f / sqrtf((float)(squares / (double)columns) + epsilon);
        for (size_t i = 0; i < columns; ++i) x[i] = (x[i] - mean) * scale * gain[i] + bias[i];
    }
}

void trove_softmax(float *values, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; ++row) {
        float *x = values + row * columns;
        float maximum = -INFINITY;
        for (size_t i = 0; i < columns; ++i) maximum = fmaxf(maximum, x[i]);
        float sum = 0;
        for (size_t i = 0; i < columns; ++i) sum += x[i] = expf(x[i] - maximum);
        for (size_t i = 0; i < columns; ++i) x[i] /= sum;
    }
}

void trove_gelu(float *values, size_t count) {
    for (size_t i = 0; i < count; ++i)
        values[i] *= 0.5f * (1.0f + erff(values[i] * 0.70710678f));
}

void trove_gelu_tanh(float *values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        const float x = values[i];
        // (1 + tanh u) / 2 is the logistic function of 2u.
        values[i] = x / (1.0f + expf(-1.5957691f * (x + 0.044715f * x * x * x)));
    }
}

void trove_quick_gelu(float *values, size_t count) {
    for (size_t i = 0; i < count; ++i) values[i] /= 1.0f + expf(-1.702f * values[i]);
}
