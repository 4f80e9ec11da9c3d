#include "COneDNN.h"

#include "openmp.h"

#include <oneapi/dnnl/dnnl.h>

// Whether `rows` rows of `columns` floats, `stride` apart, lie within `count` floats.
static bool fits(int64_t rows, int64_t columns, int64_t stride, size_t count) {
    if (rows <= 0 || columns <= 0 || stride < columns) return false;
    int64_t last_row = 0;
    if (__builtin_mul_overflow(rows - 1, stride, &last_row)) return false;
    int64_t end = 0;
    if (__builtin_add_overflow(last_row, columns, &end)) return false;
    return static_cast<uint64_t>(end) <= count;
}

int32_t trove_matrix_multiply(
    int64_t rows, int64_t columns, int64_t inner, const float *a, size_t a_count, int64_t a_stride,
    const float *b, size_t b_count, int64_t b_stride, int32_t transpose_b, float alpha, float beta,
    float *c, size_t c_count, int64_t c_stride) {
    const bool b_fits = transpose_b ? fits(columns, inner, b_stride, b_count)
                                    : fits(inner, columns, b_stride, b_count);
    if (!fits(rows, inner, a_stride, a_count) || !b_fits
        || !fits(rows, columns, c_stride, c_count))
        return -1;
    omp_set_num_threads(1);
    const auto status = dnnl_sgemm('N', transpose_b ? 'T' : 'N', rows, columns, inner, alpha, a,
        a_stride, b, b_stride, beta, c, c_stride);
    return status == dnnl_success ? 0 : -1;
}
