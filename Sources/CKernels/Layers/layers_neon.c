#if defined(__aarch64__)

#include "layers.h"

#define TARGET
#define LANES 4
#include "vectors.h"
#include "elementwise_template.h"
#include "packing_template.h"

#define NAME(function) function##_f32_neon
#define PRECISION trove_precision_f32
#define TILE_ROWS 6
#define TILE_VECTORS 4
#define SUM vf
#define MULTIPLY_ADD(sum, word, weights) (sum + (vf)splat_word(word) * (vf)weights)
#include "product_template.h"

#define ATTENTION_TILE tile_f32_neon
#define ATTENTION_ROWS 6
#include "attention_template.h"

#define NAME(function) function##_bf16_neon
#define PRECISION trove_precision_bf16
#define TILE_ROWS 4
#define TILE_VECTORS 4
#define SUM vf
#define MULTIPLY_ADD BRAIN_MULTIPLY_ADD
#include "product_template.h"

#define NAME(function) function##_int8_neon
#define PRECISION trove_precision_int8
#define TILE_ROWS 4
#define TILE_VECTORS 4
#define SUM vi
#define MULTIPLY_ADD BYTE_MULTIPLY_ADD
#include "product_template.h"

const struct trove_layer_kernels trove_layers_neon = {
    .products =
        {&trove_products_f32_neon,
         &trove_products_bf16_neon,
         &trove_products_int8_neon},
    .attend = attend,
    .normalize = normalize,
    .softmax = softmax,
    .activate = activate,
};

#endif
