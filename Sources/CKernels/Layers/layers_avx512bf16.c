#if defined(__x86_64__)

#include <immintrin.h>

#include "layers.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))
#define LANES 16
#define RECIPROCAL_ESTIMATE(x) ((vf)_mm512_rcp14_ps((__m512)x))
#include "vectors.h"
#include "elementwise_template.h"
#include "packing_template.h"

#define NAME(function) function##_bf16_avx512bf16
#define PRECISION trove_precision_bf16
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define SUM vf
#define MULTIPLY_ADD(sum, word, weights)                                                       \
    ((vf)_mm512_dpbf16_ps((__m512)sum, (__m512bh)splat_word(word), (__m512bh)weights))
#include "product_template.h"

#endif
