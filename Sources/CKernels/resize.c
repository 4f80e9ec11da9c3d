#include "resize.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

// Where each result position along one axis takes its value from: `taps` weights from `first`.
typedef struct {
    int32_t taps;
    int32_t *first;
    float *weights;
} axis;

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
// Of the `scaled` result positions, those are wanted that begin with `start`.
static int make_axis(
    axis *a, int32_t extent, int32_t scaled, int32_t start, int32_t results, trove_filter filter) {
    const double ratio = (double)extent / scaled;
    const double stretch = ratio > 1 ? ratio : 1;
    const double radius = (filter == TROVE_FILTER_BICUBIC ? 2 : 1) * stretch;
    const double wanted = 2 * ceil(radius) + 1;
    a->taps = wanted < extent ? (int32_t)wanted : extent;
    a->first = malloc((size_t)results * sizeof *a->first);
    a->weights = calloc((size_t)results * (size_t)a->taps, sizeof *a->weights);
    if (!a->first || !a->weights) return -1;
    for (int32_t i = 0; i < results; ++i) {
        const double centre = (start + i + 0.5) * ratio;
        int32_t begin = (int32_t)(centre - radius + 0.5);
        int32_t end = (int32_t)(centre + radius + 0.5);
        if (begin < 0) begin = 0;
        if (end > extent) end = extent;
        if (begin > extent - a->taps) begin = extent - a->taps;
        if (end > begin + a->taps) end = begin + a->taps;
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

static float as_byte(float value) {
    value = floorf(value + 0.5f);
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

// One source row becomes three rows of result_width floats.
static void resize_row(const uint8_t *pixels, const axis *columns, int32_t result_width, float *row) {
    for (int32_t i = 0; i < result_width; ++i) {
        const float *weights = columns->weights + (size_t)i * columns->taps;
        const uint8_t *source = pixels + (size_t)columns->first[i] * 3;
        float red = 0, green = 0, blue = 0;
        for (int32_t t = 0; t < columns->taps; ++t) {
            red += weights[t] * source[3 * t];
            green += weights[t] * source[3 * t + 1];
            blue += weights[t] * source[3 * t + 2];
        }
        row[i] = as_byte(red);
        row[result_width + i] = as_byte(green);
        row[2 * result_width + i] = as_byte(blue);
    }
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
    const size_t row_length = (size_t)result_width * 3;
    float *narrowed = malloc((size_t)box.height * row_length * sizeof *narrowed);
    int32_t status = -2;
    if (!narrowed || make_axis(&columns, box.width, scaled_width, window.left, result_width, filter) != 0
        || make_axis(&rows, box.height, scaled_height, window.top, result_height, filter) != 0)
        goto done;
    for (int32_t y = 0; y < box.height; ++y) {
        const uint8_t *pixels = source + ((size_t)(box.top + y) * width + box.left) * 3;
        resize_row(pixels, &columns, result_width, narrowed + (size_t)y * row_length);
    }
    for (int32_t y = 0; y < result_height; ++y) {
        const float *weights = rows.weights + (size_t)y * rows.taps;
        for (int channel = 0; channel < 3; ++channel) {
            float *line = result + channel * plane + (size_t)y * result_width;
            for (int32_t x = 0; x < result_width; ++x) line[x] = 0;
            for (int32_t t = 0; t < rows.taps; ++t) {
                const float *from = narrowed + (size_t)(rows.first[y] + t) * row_length
                    + (size_t)channel * result_width;
                for (int32_t x = 0; x < result_width; ++x) line[x] += weights[t] * from[x];
            }
            for (int32_t x = 0; x < result_width; ++x)
                line[x] = (as_byte(line[x]) - offset) * scale;
        }
    }
    status = 0;
done:
    free(narrowed);
    free_axis(&columns);
    free_axis(&rows);
    return status;
}
