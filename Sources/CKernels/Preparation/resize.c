#include "resize.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "preparation.h"

typedef struct trove_axis axis;

static float triangle(float x) {
    x = fabsf(x);
    return x < 1 ? 1 - x : 0;
}

static float cubic(float x) {
    x = fabsf(x);
    if (x < 1) return (1.5f * x - 2.5f) * x * x + 1;
    if (x < 2) return ((-0.5f * x + 2.5f) * x - 4) * x + 2;
    return 0;
}

// The source positions are limited to the box, so a crop takes nothing from outside.
// Of the `scaled` result positions, those are wanted that begin with `start`. The taps are filled up to
// a multiple of `unit` by weights of zero, for which there may be no source.
static int make_axis(
    axis *a, int32_t extent, int32_t scaled, int32_t start, int32_t results, trove_filter filter,
    int32_t unit) {
    const double ratio = (double)extent / scaled;
    const double stretch = ratio > 1 ? ratio : 1;
    const double radius = (filter == TROVE_FILTER_BICUBIC ? 2 : 1) * stretch;
    const double wanted = 2 * ceil(radius) + 1;
    const int32_t taps = wanted < extent ? (int32_t)wanted : extent;
    a->taps = (taps + unit - 1) / unit * unit;
    a->first = malloc((size_t)results * sizeof *a->first);
    a->weights = calloc((size_t)results * (size_t)a->taps, sizeof *a->weights);
    if (!a->first || !a->weights) return -1;
    for (int32_t i = 0; i < results; ++i) {
        const double centre = (start + i + 0.5) * ratio;
        int32_t begin = (int32_t)(centre - radius + 0.5);
        int32_t end = (int32_t)(centre + radius + 0.5);
        if (begin < 0) begin = 0;
        if (end > extent) end = extent;
        if (begin > extent - taps) begin = extent - taps;
        if (end > begin + taps) end = begin + taps;
        float *weights = a->weights + (size_t)i * a->taps;
        double sum = 0;
        for (int32_t x = begin; x < end; ++x) {
            const float distance = (float)((x + 0.5 - centre) / stretch);
            const float weight
                = filter == TROVE_FILTER_BICUBIC ? cubic(distance) : triangle(distance);
            weights[x - begin] = weight;
            sum += weight;
        }
        for (int32_t t = 0; t < a->taps; ++t) weights[t] = (float)(weights[t] / sum);
        a->first[i] = begin;
    }
    return 0;
}

static void free_axis(axis *a) {
    free(a->first);
    free(a->weights);
}

static bool lies_within(trove_box box, int32_t width, int32_t height) {
    return width > 0 && height > 0 && box.left >= 0 && box.top >= 0 && box.width > 0
        && box.height > 0 && box.left < width && box.top < height
        && box.width <= width - box.left && box.height <= height - box.top;
}

int32_t trove_resize(
    const uint8_t *source, size_t source_count, int32_t width, int32_t height, trove_box box,
    int32_t scaled_width, int32_t scaled_height, trove_box window, trove_filter filter,
    float offset, float scale, float *result, size_t result_count) {
    if (!lies_within(box, width, height) || !lies_within(window, scaled_width, scaled_height))
        return -1;
    const int32_t result_width = window.width, result_height = window.height;
    if (source_count != (size_t)width * (size_t)height * 3) return -1;
    const size_t plane = (size_t)result_width * (size_t)result_height;
    if (result_count != plane * 3) return -1;

    axis columns = {0}, rows = {0};
    // Rows of pixels of four values, with room for whole vectors.
    const size_t row_length = ((size_t)result_width * TROVE_PIXEL + TROVE_MOST_LANES - 1)
        / TROVE_MOST_LANES * TROVE_MOST_LANES;
    const size_t pixels_length = ((size_t)box.width + TROVE_TAP_UNIT) * TROVE_PIXEL;
    float *narrowed = calloc((size_t)box.height * row_length, sizeof *narrowed);
    float *pixels = calloc(pixels_length, sizeof *pixels);
    float *line = malloc(row_length * sizeof *line);
    const struct trove_preparation_kernels *kernels = trove_preparation_kernels_current();
    int32_t status = -2;
    if (!narrowed || !pixels || !line
        || make_axis(
               &columns, box.width, scaled_width, window.left, result_width, filter, TROVE_TAP_UNIT)
            != 0
        || make_axis(&rows, box.height, scaled_height, window.top, result_height, filter, 1) != 0)
        goto done;
    for (int32_t y = 0; y < box.height; ++y) {
        const uint8_t *row = source + ((size_t)(box.top + y) * width + box.left) * 3;
        kernels->narrow_row(
            row, (size_t)box.width, &columns, (size_t)result_width, pixels,
            narrowed + (size_t)y * row_length);
    }
    for (int32_t y = 0; y < result_height; ++y) {
        kernels->combine_rows(
            narrowed + (size_t)rows.first[y] * row_length, row_length,
            rows.weights + (size_t)y * rows.taps, (size_t)rows.taps, row_length, line);
        for (int channel = 0; channel < 3; ++channel) {
            float *target = result + channel * plane + (size_t)y * result_width;
            for (int32_t x = 0; x < result_width; ++x)
                target[x] = (line[TROVE_PIXEL * x + channel] - offset) * scale;
        }
    }
    status = 0;
done:
    free(narrowed);
    free(pixels);
    free(line);
    free_axis(&columns);
    free_axis(&rows);
    return status;
}
