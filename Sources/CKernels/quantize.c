#include <math.h>

#include "quantized.h"

/// Sums side by side, which any compiler turns into vector instructions; so the result is the same
/// at every level.
enum { LANES = 16 };

static float sum_of(const float *lanes) {
    double sum = 0;
    for (size_t lane = 0; lane < LANES; lane++) sum += (double)lanes[lane];
    return (float)sum;
}

struct trove_query_sums trove_quantize_query(
    const float *query, const float *mean, size_t stride, int8_t *codes) {
    float largest[LANES] = {0}, product[LANES] = {0}, sum[LANES] = {0};
    for (size_t start = 0; start < stride; start += LANES) {
        for (size_t lane = 0; lane < LANES; lane++) {
            float value = query[start + lane], centre = mean[start + lane];
            float size = fabsf(value - centre);
            largest[lane] = size > largest[lane] ? size : largest[lane];
            product[lane] += value * centre;
            sum[lane] += value;
        }
    }
    float most = 0;
    for (size_t lane = 0; lane < LANES; lane++) most = fmaxf(most, largest[lane]);

    struct trove_query_sums sums = {
        .scale = most / 127, .product = sum_of(product), .sum = sum_of(sum), .code_sum = 0};
    // A scale too small to divide by stands for no difference.
    float steps = sums.scale > 0x1p-126f ? 1 / sums.scale : 0;
    // Added to 1.5 * 2^23, a number has no place for what is behind its point.
    const float whole = 0x1.8p23f;
    for (size_t i = 0; i < stride; i++) {
        int32_t code = (int32_t)((query[i] - mean[i]) * steps + whole - whole);
        codes[i] = (int8_t)code;
        sums.code_sum += code;
    }
    return sums;
}
