#include "network.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "openmp.h"

using namespace trove;

static size_t round_up(size_t bytes) { return (bytes + 63) / 64 * 64; }

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
#if DNNL_VERSION_MAJOR >= 3
                if (!step.scales.empty())
                    arguments.insert(
                        {DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS, step.scale_values});
#endif
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
