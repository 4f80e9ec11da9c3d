#include "COneDNN.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include "openmp.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace {

using dnnl::memory;
using dims = memory::dims;

// A node's value: where it lies and in which layout the kernel that makes it leaves it.
struct Node {
    dims shape;
    memory::desc layout;
    int buffer = -1;
    // Index of the last step that reads it; steps.size() when it is an output.
    size_t last_use = 0;
};

struct Step {
    enum class Kind { convolution, pooling } kind;
    int input = 0;
    int output = 0;
    int residual = -1;
    dims strides, kernel, padding_before, padding_after;
    dnnl::algorithm pooling = dnnl::algorithm::pooling_max;
    bool clips = false;
    float upper_bound = 0;
    bool grouped = false;
    dims weight_shape;
    std::vector<float> raw_weights;
    memory weights, bias;
    memory::desc input_layout;
    // Set when the kernel wants its input in another layout than its maker leaves it in.
    bool reorders_input = false;
    dnnl::reorder reorder;
    dnnl::primitive primitive;
    size_t scratch_bytes = 0;
    memory::desc scratch_layout;
};

size_t round_up(size_t bytes) { return (bytes + 63) / 64 * 64; }

const dnnl::engine &cpu() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

dnnl::primitive_attr attributes(const Step &step) {
    dnnl::primitive_attr attr;
    attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    dnnl::post_ops operations;
    if (step.residual >= 0) operations.append_sum(1.0f);
    if (step.clips) {
        const bool bounded = std::isfinite(step.upper_bound);
        const auto algorithm
            = bounded ? dnnl::algorithm::eltwise_clip : dnnl::algorithm::eltwise_relu;
        const float beta = bounded ? step.upper_bound : 0.0f;
#if DNNL_VERSION_MAJOR >= 3
        operations.append_eltwise(algorithm, 0.0f, beta);
#else
        operations.append_eltwise(1.0f, algorithm, 0.0f, beta);
#endif
    }
    attr.set_post_ops(operations);
    return attr;
}

dnnl::convolution_forward::primitive_desc describe_convolution(
    const Step &step, const dims &input, const dims &output, const memory::desc &output_layout) {
    const auto any = memory::format_tag::any;
    const auto f32 = memory::data_type::f32;
    const memory::desc source(input, f32, any);
    const memory::desc weights(step.weight_shape, f32, any);
    const memory::desc bias({output[1]}, f32, memory::format_tag::x);
    const auto kind = dnnl::prop_kind::forward_inference;
    const auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    return dnnl::convolution_forward::primitive_desc(
        cpu(), kind, algorithm, source, weights, bias, output_layout, step.strides,
        step.padding_before, step.padding_after, attributes(step));
#else
    return dnnl::convolution_forward::primitive_desc(
        {kind, algorithm, source, weights, bias, output_layout, step.strides, step.padding_before,
            step.padding_after},
        attributes(step), cpu());
#endif
}

dnnl::pooling_forward::primitive_desc describe_pooling(
    const Step &step, const memory::desc &input, const dims &output) {
    const auto kind = dnnl::prop_kind::forward_inference;
    const memory::desc result(output, memory::data_type::f32, memory::format_tag::any);
#if DNNL_VERSION_MAJOR >= 3
    return dnnl::pooling_forward::primitive_desc(
        cpu(), kind, step.pooling, input, result, step.strides, step.kernel, dims {0, 0},
        step.padding_before, step.padding_after, attributes(step));
#else
    return dnnl::pooling_forward::primitive_desc(
        {kind, step.pooling, input, result, step.strides, step.kernel, step.padding_before,
            step.padding_after},
        attributes(step), cpu());
#endif
}

} // namespace

struct trove_network {
    std::vector<Node> nodes;
    std::vector<Step> steps;
    std::vector<int> outputs;
    std::vector<size_t> buffers; // bytes
    size_t reorder_bytes = 0;
    size_t scratch_bytes = 0;
    bool compiled = false;
    std::string error;

    memory::desc plain(int node) const {
        return memory::desc(
            nodes[node].shape, memory::data_type::f32, memory::format_tag::nchw);
    }

    int append(Step step, dims shape) {
        step.output = static_cast<int>(nodes.size());
        nodes.push_back(Node {std::move(shape), memory::desc(), -1, 0});
        steps.push_back(std::move(step));
        return steps.back().output;
    }

    bool is_node(int32_t node) const {
        return node >= 0 && static_cast<size_t>(node) < nodes.size();
    }

    void compile();
    void choose_convolution(Step &step);
    void choose_pooling(Step &step);
    void assign_buffers();
};

struct trove_workspace {
    dnnl::stream stream {cpu()};
    std::vector<memory> buffers;
    memory input, reordered, scratch;
};

void trove_network::choose_convolution(Step &step) {
    Node &input = nodes[step.input];
    Node &output = nodes[step.output];
    // A residual is summed in place, so the result takes over its layout.
    const memory::desc wanted = step.residual >= 0
        ? nodes[step.residual].layout
        : memory::desc(output.shape, memory::data_type::f32, memory::format_tag::any);
    const auto descriptor = describe_convolution(step, input.shape, output.shape, wanted);
    step.input_layout = descriptor.src_desc();
    output.layout = descriptor.dst_desc();
    step.scratch_layout = descriptor.scratchpad_desc();
    step.primitive = dnnl::convolution_forward(descriptor);

    const memory raw(
        {step.weight_shape, memory::data_type::f32,
            step.grouped ? memory::format_tag::goihw : memory::format_tag::oihw},
        cpu(), step.raw_weights.data());
    step.weights = memory(descriptor.weights_desc(), cpu());
    dnnl::stream stream(cpu());
    dnnl::reorder(raw, step.weights).execute(stream, const_cast<memory &>(raw), step.weights);
    stream.wait();
    step.raw_weights.clear();
    step.raw_weights.shrink_to_fit();
}

void trove_network::choose_pooling(Step &step) {
    Node &output = nodes[step.output];
    const auto descriptor = describe_pooling(step, nodes[step.input].layout, output.shape);
    step.input_layout = descriptor.src_desc();
    output.layout = descriptor.dst_desc();
    step.scratch_layout = descriptor.scratchpad_desc();
    step.primitive = dnnl::pooling_forward(descriptor);
}

// Nodes share buffers as soon as their last reader is done, so memory follows the widest
// layers and not the depth.
void trove_network::assign_buffers() {
    for (size_t i = 0; i < steps.size(); ++i) {
        nodes[steps[i].input].last_use = i;
        if (steps[i].residual >= 0) nodes[steps[i].residual].last_use = i;
    }
    for (int output : outputs) nodes[output].last_use = steps.size();

    std::vector<int> free;
    const auto take = [&](size_t bytes) {
        auto best = free.end();
        for (auto it = free.begin(); it != free.end(); ++it) {
            const bool fits = buffers[*it] >= bytes;
            if (best == free.end()) { best = it; continue; }
            const bool best_fits = buffers[*best] >= bytes;
            if (fits != best_fits ? fits
                                  : (fits ? buffers[*it] < buffers[*best]
                                          : buffers[*it] > buffers[*best]))
                best = it;
        }
        if (best == free.end()) {
            buffers.push_back(bytes);
            return static_cast<int>(buffers.size() - 1);
        }
        const int buffer = *best;
        free.erase(best);
        buffers[buffer] = std::max(buffers[buffer], bytes);
        return buffer;
    };
    const auto release = [&](int node, size_t step) {
        if (nodes[node].buffer >= 0 && nodes[node].last_use == step)
            free.push_back(nodes[node].buffer);
    };
    for (size_t i = 0; i < steps.size(); ++i) {
        const Step &step = steps[i];
        Node &output = nodes[step.output];
        if (step.residual >= 0) {
            if (nodes[step.residual].last_use != i || step.residual == 0)
                throw dnnl::error(dnnl_invalid_arguments,
                    "a residual node is overwritten, so nothing may use it afterwards");
            output.buffer = nodes[step.residual].buffer;
        } else {
            output.buffer = take(output.layout.get_size());
        }
        if (step.input != step.residual) release(step.input, i);
    }
}

void trove_network::compile() {
    nodes[0].layout = plain(0);
    for (Step &step : steps) {
        step.kind == Step::Kind::convolution ? choose_convolution(step) : choose_pooling(step);
        const memory::desc &given = nodes[step.input].layout;
        if (given != step.input_layout) {
            step.reorders_input = true;
            step.reorder = dnnl::reorder(
                dnnl::reorder::primitive_desc(cpu(), given, cpu(), step.input_layout));
            reorder_bytes = std::max(reorder_bytes, step.input_layout.get_size());
        }
        scratch_bytes = std::max(scratch_bytes, step.scratch_layout.get_size());
    }
    assign_buffers();
    compiled = true;
}

// Runs `body`, turning what C++ may throw into a message on the network and -1.
template <typename Body>
static int32_t guarded(trove_network *network, Body body) {
    try {
        return body();
    } catch (const dnnl::error &error) {
        network->error = error.what() ? error.what() : "oneDNN failed";
    } catch (const std::bad_alloc &) {
        network->error = "out of memory";
    } catch (const std::exception &error) {
        network->error = error.what();
    }
    return -1;
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
    const float *weights, size_t weight_count, const float *bias, size_t bias_count) {
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

        Step step;
        step.kind = Step::Kind::convolution;
        step.input = input;
        step.residual = c.residual;
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

int32_t trove_network_compile(
    trove_network *network, const int32_t *outputs, size_t output_count) {
    return guarded(network, [&]() -> int32_t {
        omp_set_num_threads(1);
        if (network->compiled) {
            network->error = "the network is compiled already";
            return -1;
        }
        for (size_t i = 0; i < output_count; ++i) {
            if (!network->is_node(outputs[i]) || outputs[i] == 0) {
                network->error = "an output is not a node";
                return -1;
            }
            network->outputs.push_back(outputs[i]);
        }
        network->compile();
        return 0;
    });
}

int32_t trove_network_node_shape(const trove_network *network, int32_t node, int32_t shape[3]) {
    if (!network->is_node(node)) return -1;
    for (int i = 0; i < 3; ++i)
        shape[i] = static_cast<int32_t>(network->nodes[node].shape[i + 1]);
    return 0;
}

trove_workspace *trove_workspace_create(const trove_network *network) {
    const auto allocate = [](size_t bytes) {
        const auto floats = static_cast<memory::dim>(round_up(std::max<size_t>(bytes, 4)) / 4);
        return memory(
            {{floats}, memory::data_type::f32, memory::format_tag::x}, cpu());
    };
    try {
        auto workspace = std::make_unique<trove_workspace>();
        for (size_t bytes : network->buffers) workspace->buffers.push_back(allocate(bytes));
        workspace->reordered = allocate(network->reorder_bytes);
        workspace->scratch = allocate(network->scratch_bytes);
        return workspace.release();
    } catch (...) { return nullptr; }
}

void trove_workspace_destroy(trove_workspace *workspace) { delete workspace; }

int32_t trove_network_run(
    const trove_network *network, trove_workspace *workspace, const float *input,
    size_t input_count, float *const *results, const size_t *result_counts, size_t result_count) {
    const auto count = [](const dims &shape) {
        size_t product = 1;
        for (auto extent : shape) product *= static_cast<size_t>(extent);
        return product;
    };
    if (!network->compiled || input_count != count(network->nodes[0].shape)
        || result_count != network->outputs.size())
        return -1;
    for (size_t i = 0; i < result_count; ++i)
        if (result_counts[i] != count(network->nodes[network->outputs[i]].shape)) return -1;
    try {
        // One stream a core: the parallelism is the caller's threads.
        omp_set_num_threads(1);
        const auto value = [&](int node) {
            void *data = node == 0
                ? const_cast<float *>(input)
                : workspace->buffers[network->nodes[node].buffer].get_data_handle();
            return memory(network->nodes[node].layout, cpu(), data);
        };
        for (const Step &step : network->steps) {
            memory source = value(step.input);
            memory destination = value(step.output);
            if (step.reorders_input) {
                memory reordered(
                    step.input_layout, cpu(), workspace->reordered.get_data_handle());
                step.reorder.execute(workspace->stream, source, reordered);
                source = reordered;
            }
            std::unordered_map<int, memory> arguments {
                {DNNL_ARG_SRC, source}, {DNNL_ARG_DST, destination},
                {DNNL_ARG_SCRATCHPAD,
                    memory(step.scratch_layout, cpu(), workspace->scratch.get_data_handle())}};
            if (step.kind == Step::Kind::convolution) {
                arguments.insert({DNNL_ARG_WEIGHTS, step.weights});
                arguments.insert({DNNL_ARG_BIAS, step.bias});
            }
            step.primitive.execute(workspace->stream, arguments);
        }
        for (size_t i = 0; i < result_count; ++i) {
            memory source = value(network->outputs[i]);
            memory result(network->plain(network->outputs[i]), cpu(), results[i]);
            dnnl::reorder(source, result).execute(workspace->stream, source, result);
        }
        workspace->stream.wait();
        return 0;
    } catch (...) { return -1; }
}
