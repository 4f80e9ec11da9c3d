#if defined(__x86_64__)

#include <immintrin.h>

#include "layers.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define LANES 16
#define RECIPROCAL_ESTIMATE(x) ((vf)_mm512_rcp14_ps((__m512)x))
#include "vectors.h"
#include "elementwise_template.h"
#include "packing_template.h"

#define NAME(function) function##_int8_avx512vnni
#define PRECISION trove_precision_int8
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define SUM vi
#define MULTIPLY_ADD(sum, word, weights)                                                       \
    ((vi)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)splat_word(word), (__m512i)weights))
#include "product_template.h"

#endif
