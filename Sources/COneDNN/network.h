// The pieces of a network, shared by the files that build, compile and run it.
#ifndef TROVE_NETWORK_H
#define TROVE_NETWORK_H

#include "COneDNN.h"

#include <new>
#include <string>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

namespace trove {

using dnnl::memory;
using dims = memory::dims;

const dnnl::engine &cpu();

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
    memory::data_type source_type = memory::data_type::f32;
    memory::data_type weight_type = memory::data_type::f32;
    memory::data_type result_type = memory::data_type::f32;
    // Of bytes: what the sums of an output channel are multiplied by.
    std::vector<float> scales;
    dims weight_shape;
    std::vector<float> raw_weights;
    memory weights, bias;
#if DNNL_VERSION_MAJOR >= 3
    memory scale_values;
#endif
    memory::desc input_layout;
    // Set when the kernel wants its input in another layout than its maker leaves it in.
    bool reorders_input = false;
    dnnl::reorder reorder;
    dnnl::primitive primitive;
    memory::desc scratch_layout;
};

} // namespace trove

struct trove_network {
    std::vector<trove::Node> nodes;
    std::vector<trove::Step> steps;
    std::vector<int> outputs;
    std::vector<size_t> buffers; // bytes
    size_t reorder_bytes = 0;
    size_t scratch_bytes = 0;
    bool compiled = false;
    std::string error;

    /// A node's value in f32, in row-major batch × channels × height × width order.
    dnnl::memory::desc plain(int node) const;

    int append(trove::Step step, trove::dims shape);

    bool is_node(int32_t node) const {
        return node >= 0 && static_cast<size_t>(node) < nodes.size();
    }

    void compile();
    void choose_convolution(trove::Step &step);
    void choose_pooling(trove::Step &step);
    void assign_buffers();
};

struct trove_workspace {
    dnnl::stream stream {trove::cpu()};
    std::vector<dnnl::memory> buffers;
    dnnl::memory reordered, scratch;
};

// Runs `body`, turning what C++ may throw into a message on the network and -1.
template <typename Body>
int32_t guarded(trove_network *network, Body body) {
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

#endif
