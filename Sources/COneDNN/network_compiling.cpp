#include "network.h"

#include <algorithm>
#include <cmath>

#include "openmp.h"

using namespace trove;

const dnnl::engine &trove::cpu() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

bool trove_multiplies_bytes(void) {
    const auto has = static_cast<unsigned>(dnnl_get_effective_cpu_isa());
    const auto needed = static_cast<unsigned>(dnnl_cpu_isa_avx512_core_vnni);
    return (has & needed) == needed;
}

namespace {

dnnl::primitive_attr attributes(const Step &step) {
    dnnl::primitive_attr attr;
    attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (!step.scales.empty())
#if DNNL_VERSION_MAJOR >= 3
        attr.set_scales_mask(DNNL_ARG_WEIGHTS, 1 << 0);
#else
        attr.set_output_scales(1 << 1, step.scales);
#endif
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
    const memory::desc source(input, step.source_type, any);
    const memory::desc weights(step.weight_shape, step.weight_type, any);
    const memory::desc bias({output[1]}, memory::data_type::f32, memory::format_tag::x);
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
#if DNNL_VERSION_MAJOR >= 3
    const auto type = input.get_data_type();
#else
    const auto type = input.data_type();
#endif
    const memory::desc result(output, type, memory::format_tag::any);
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

memory::desc trove_network::plain(int node) const {
    return memory::desc(nodes[node].shape, memory::data_type::f32, memory::format_tag::nchw);
}

void trove_network::choose_convolution(Step &step) {
    Node &input = nodes[step.input];
    Node &output = nodes[step.output];
    // A residual is summed in place, so the result takes over its layout.
    const memory::desc wanted = step.residual >= 0
        ? nodes[step.residual].layout
        : memory::desc(output.shape, step.result_type, memory::format_tag::any);
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
    if (!step.scales.empty()) {
#if DNNL_VERSION_MAJOR >= 3
        step.scale_values = memory(
            {{output.shape[1]}, memory::data_type::f32, memory::format_tag::x}, cpu());
        std::copy(
            step.scales.begin(), step.scales.end(),
            static_cast<float *>(step.scale_values.get_data_handle()));
#else
        // oneDNN 2 scales the bias like the sums.
        auto *bias = static_cast<float *>(step.bias.get_data_handle());
        for (size_t i = 0; i < step.scales.size(); ++i) bias[i] /= step.scales[i];
#endif
    }
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
