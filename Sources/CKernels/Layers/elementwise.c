#include "layers.h"
#include "transformer.h"

void trove_layer_norm(
    float *values, size_t rows, size_t columns, const float *gain, const float *bias,
    float epsilon) {
    const trove_layer_normalization by = {.gain = gain, .bias = bias, .epsilon = epsilon};
    trove_layer_kernels_current()->normalize(values, rows, columns, &by);
}

void trove_softmax(float *values, size_t rows, size_t columns) {
    trove_layer_kernels_current()->softmax(values, rows, columns);
}

void trove_gelu(float *values, size_t count) {
    trove_layer_kernels_current()->activate(trove_activation_gelu, values, count);
}

void trove_gelu_tanh(float *values, size_t count) {
    trove_layer_kernels_current()->activate(trove_activation_gelu_tanh, values, count);
}

void trove_quick_gelu(float *values, size_t count) {
    trove_layer_kernels_current()->activate(trove_activation_quick_gelu, values, count);
}
