#include "network.h"

#include <algorithm>
#include <memory>

using namespace trove;

static memory::data_type value_type(trove_value_type type) {
    switch (type) {
    case TROVE_VALUES_BF16: return memory::data_type::bf16;
    case TROVE_VALUES_BYTES: return memory::data_type::u8;
    default: return memory::data_type::f32;
    }
}

int trove_network::append(Step step, dims shape) {
    step.output = static_cast<int>(nodes.size());
    nodes.push_back(Node {std::move(shape), memory::desc(), -1, 0});
    steps.push_back(std::move(step));
    return steps.back().output;
}

trove_network *trove_network_create(
    int32_t batch, int32_t channels, int32_t height, int32_t width) {
    if (batch <= 0 || channels <= 0 || height <= 0 || width <= 0) return nullptr;
    try {
        auto network = std::make_unique<trove_network>();
        network->nodes.push_back(Node {{batch, channels, height, width}, memory::desc(), -1, 0});
        return network.release();
    } catch (...) { return nullptr; }
}

void trove_network_destroy(trove_network *network) { delete network; }

const char *trove_network_error(const trove_network *network) { return network->error.c_str(); }

int32_t trove_network_add_convolution(
    trove_network *network, int32_t input, const trove_convolution *convolution,
    const float *weights, size_t weight_count, const float *bias, size_t bias_count,
    const float *scales, size_t scale_count) {
    return guarded(network, [&]() -> int32_t {
        const trove_convolution &c = *convolution;
        const auto fail = [&](const char *why) { network->error = why; return -1; };
        if (!network->is_node(input)) return fail("the input is not a node");
        const dims shape = network->nodes[input].shape;
        if (c.output_channels <= 0 || c.kernel_height <= 0 || c.kernel_width <= 0 || c.stride <= 0
            || c.groups <= 0)
            return fail("sizes must be positive");
        if (c.padding_top < 0 || c.padding_bottom < 0 || c.padding_left < 0 || c.padding_right < 0)
            return fail("padding must not be negative");
        if (shape[1] % c.groups != 0 || c.output_channels % c.groups != 0)
            return fail("channels must be a multiple of the groups");
        const int64_t height = shape[2] + c.padding_top + c.padding_bottom - c.kernel_height;
        const int64_t width = shape[3] + c.padding_left + c.padding_right - c.kernel_width;
        if (height < 0 || width < 0) return fail("the kernel is larger than its input");
        const dims output
            = {shape[0], c.output_channels, height / c.stride + 1, width / c.stride + 1};
        const int64_t inputs = shape[1] / c.groups;
        const size_t expected = static_cast<size_t>(c.output_channels) * inputs * c.kernel_height
            * c.kernel_width;
        if (weight_count != expected) return fail("the weights do not fill their shape");
        if (bias_count != static_cast<size_t>(c.output_channels))
            return fail("there must be one bias an output channel");
        const bool is_bytes = c.type == TROVE_VALUES_BYTES;
        if (scale_count != (is_bytes ? bias_count : 0))
            return fail("there must be one scale an output channel of bytes, and else none");
        if (c.result_type != c.type && !(is_bytes && c.result_type == TROVE_VALUES_F32))
            return fail("this type of result does not come of this type of weights");
        if (is_bytes && c.residual >= 0) return fail("a layer of bytes takes no residual");

        Step step;
        step.kind = Step::Kind::convolution;
        step.input = input;
        step.residual = c.residual;
        step.source_type = value_type(c.type);
        step.result_type = value_type(c.result_type);
        step.weight_type = is_bytes ? memory::data_type::s8 : step.source_type;
        step.scales.assign(scales, scales + scale_count);
        if (c.residual >= 0
            && (!network->is_node(c.residual) || network->nodes[c.residual].shape != output))
            return fail("the residual must have the shape of the result");
        step.strides = {c.stride, c.stride};
        step.padding_before = {c.padding_top, c.padding_left};
        step.padding_after = {c.padding_bottom, c.padding_right};
        step.clips = c.upper_bound >= 0;
        step.upper_bound = c.upper_bound;
        step.grouped = c.groups > 1;
        step.weight_shape = step.grouped
            ? dims {c.groups, c.output_channels / c.groups, inputs, c.kernel_height, c.kernel_width}
            : dims {c.output_channels, inputs, c.kernel_height, c.kernel_width};
        step.raw_weights.assign(weights, weights + weight_count);
        step.bias = memory(
            {{c.output_channels}, memory::data_type::f32, memory::format_tag::x}, cpu());
        std::copy(bias, bias + bias_count, static_cast<float *>(step.bias.get_data_handle()));
        return network->append(std::move(step), output);
    });
}

int32_t trove_network_add_pooling(
    trove_network *network, int32_t input, trove_pooling_kind kind,
    int32_t kernel_height, int32_t kernel_width, int32_t stride_height, int32_t stride_width) {
    return guarded(network, [&]() -> int32_t {
        const auto fail = [&](const char *why) { network->error = why; return -1; };
        if (!network->is_node(input)) return fail("the input is not a node");
        if (kernel_height <= 0 || kernel_width <= 0 || stride_height <= 0 || stride_width <= 0)
            return fail("sizes must be positive");
        const dims shape = network->nodes[input].shape;
        if (shape[2] < kernel_height || shape[3] < kernel_width)
            return fail("the kernel is larger than its input");
        Step step;
        step.kind = Step::Kind::pooling;
        step.input = input;
        step.pooling = kind == TROVE_POOL_MAXIMUM
            ? dnnl::algorithm::pooling_max
            : dnnl::algorithm::pooling_avg_exclude_padding;
        step.kernel = {kernel_height, kernel_width};
        step.strides = {stride_height, stride_width};
        step.padding_before = {0, 0};
        step.padding_after = {0, 0};
        return network->append(std::move(step),
            {shape[0], shape[1], (shape[2] - kernel_height) / stride_height + 1,
                (shape[3] - kernel_width) / stride_width + 1});
    });
}

int32_t trove_network_node_shape(const trove_network *network, int32_t node, int32_t shape[3]) {
    if (!network->is_node(node)) return -1;
    for (int i = 0; i < 3; ++i)
        shape[i] = static_cast<int32_t>(network->nodes[node].shape[i + 1]);
    return 0;
}
