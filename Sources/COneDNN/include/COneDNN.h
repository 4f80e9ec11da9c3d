// A small C surface over oneDNN: networks of convolutions and poolings with pre-packed weights,
// and a matrix product. Every array comes with its length; nothing throws across this boundary.
#ifndef TROVE_ONEDNN_H
#define TROVE_ONEDNN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A network under construction and, once compiled, its primitives and packed weights.
/// A compiled network is immutable and may be run from several threads, each with its own workspace.
typedef struct trove_network trove_network;

/// The activations and scratch memory of one run; used by one thread at a time.
typedef struct trove_workspace trove_workspace;

typedef enum {
    TROVE_VALUES_F32 = 0,
    /// Rounded to 16-bit brain floats; biases and sums are f32.
    TROVE_VALUES_BF16 = 1,
    /// Values as whole numbers from 0 to 255, weights from -127 to 127; sums are exact, biases f32.
    TROVE_VALUES_BYTES = 2,
} trove_value_type;

typedef struct {
    int32_t output_channels;
    int32_t kernel_height, kernel_width;
    int32_t stride;
    int32_t padding_top, padding_bottom, padding_left, padding_right;
    /// 1, or the number of input channels for a depthwise convolution.
    int32_t groups;
    /// The result is clipped to 0…upper_bound; a negative value leaves it as it is and
    /// infinity gives a plain rectifier.
    float upper_bound;
    /// Node that is added to the result before clipping, or -1. It must not be used afterwards.
    int32_t residual;
    /// Of the input and the weights.
    trove_value_type type;
    /// The same, but for bytes also f32; what is beyond 0…255 is cut off where it is bytes.
    trove_value_type result_type;
} trove_convolution;

typedef enum { TROVE_POOL_MAXIMUM = 0, TROVE_POOL_AVERAGE = 1 } trove_pooling_kind;

/// Whether convolutions of bytes are summed up in 32 bits, by AVX-512 VNNI, as oneDNN may use the
/// processor; before that, sums of two products were kept in 16, and cut off.
bool trove_multiplies_bytes(void);

/// Node 0 is the input: batch × channels × height × width, row-major f32.
/// Returns NULL when a size is not positive or memory is short.
trove_network *trove_network_create(
    int32_t batch, int32_t channels, int32_t height, int32_t width);
void trove_network_destroy(trove_network *network);

/// What the last failed call on this network stumbled over; valid until the next call.
const char *trove_network_error(const trove_network *network);

/// Appends a convolution; weights are output × input/groups × kernel height × kernel width.
/// `scales` is of bytes alone: what the sums of an output channel are multiplied by, before its bias
/// is added; else it has no values. An input of floats is rounded and cut off to bytes.
/// Returns the new node, or -1 on failure. Weights, bias and scales are copied.
int32_t trove_network_add_convolution(
    trove_network *network, int32_t input, const trove_convolution *convolution,
    const float *weights, size_t weight_count, const float *bias, size_t bias_count,
    const float *scales, size_t scale_count);

/// Appends a pooling without padding. Returns the new node, or -1 on failure.
int32_t trove_network_add_pooling(
    trove_network *network, int32_t input, trove_pooling_kind kind,
    int32_t kernel_height, int32_t kernel_width, int32_t stride_height, int32_t stride_width);

/// Chooses kernels and packs weights; `outputs` are the nodes whose values are wanted.
/// Returns 0, or -1 on failure.
int32_t trove_network_compile(
    trove_network *network, const int32_t *outputs, size_t output_count);

/// channels, height and width of a node; returns -1 when there is no such node.
int32_t trove_network_node_shape(const trove_network *network, int32_t node, int32_t shape[3]);

/// NULL when memory is short.
trove_workspace *trove_workspace_create(const trove_network *network);
void trove_workspace_destroy(trove_workspace *workspace);

/// Runs a compiled network on the calling thread alone. `results` holds one array an output of
/// the compile call, each in row-major batch × channels × height × width order.
/// Returns 0, or -1 when a length does not fit or a kernel failed.
int32_t trove_network_run(
    const trove_network *network, trove_workspace *workspace, const float *input,
    size_t input_count, float *const *results, const size_t *result_counts, size_t result_count);

/// c[rows × columns] = a[rows × inner] · b + beta · c, all row-major and on the calling thread alone;
/// b is inner × columns, or columns × inner when `transpose_b` is set. The leading dimensions count floats.
/// Returns 0, or -1 when a length does not fit.
int32_t trove_matrix_multiply(
    int64_t rows, int64_t columns, int64_t inner, const float *a, size_t a_count, int64_t a_stride,
    const float *b, size_t b_count, int64_t b_stride, int32_t transpose_b, float alpha, float beta,
    float *c, size_t c_count, int64_t c_stride);

#ifdef __cplusplus
}
#endif
#endif
