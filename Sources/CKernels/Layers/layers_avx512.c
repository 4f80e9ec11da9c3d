#if defined(__x86_64__)

#include <immintrin.h>

#include "layers.h"

#define TARGET __attribute__((target("avx512f")))
#define LANES 16
#define RECIPROCAL_ESTIMATE(x) ((vf)_mm512_rcp14_ps((__m512)x))
#include "vectors.h"
#include "elementwise_template.h"
#include "packing_template.h"

#define NAME(function) function##_f32_avx512
#define PRECISION trove_precision_f32
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define SUM vf
#define MULTIPLY_ADD(sum, word, weights) (sum + (vf)splat_word(word) * (vf)weights)
#include "product_template.h"

#define ATTENTION_TILE tile_f32_avx512
#define ATTENTION_ROWS 12
#include "attention_template.h"

#define NAME(function) function##_bf16_avx512
#define PRECISION trove_precision_bf16
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define SUM vf
#define MULTIPLY_ADD BRAIN_MULTIPLY_ADD
#include "product_template.h"

// Products of bytes take instructions that AVX-512F lacks, those of brain floats others still.
#define LAYERS(level, brain_level, byte_level)                                                 \
    const struct trove_layer_kernels trove_layers_##level = {                                  \
        .products =                                                                            \
            {&trove_products_f32_avx512, &trove_products_bf16_##brain_level,                   \
             &trove_products_int8_##byte_level},                                               \
        .attend = attend,                                                                      \
        .normalize = normalize,                                                                \
        .softmax = softmax,                                                                    \
        .activate = activate,                                                                  \
    }

LAYERS(avx512, avx512, avx2);
LAYERS(avx512vnni, avx512, avx512vnni);
LAYERS(avx512bf16, avx512bf16, avx512vnni);

#endif
