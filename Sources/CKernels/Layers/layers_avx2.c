#if defined(__x86_64__)

#include <immintrin.h>

#include "layers.h"

#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#include "vectors.h"
#include "elementwise_template.h"
#include "packing_template.h"

/// Four bytes a word by products of 16-bit numbers, whose pairs can't overflow.
INLINE vi multiply_add_bytes(vi sum, uint32_t word, vu weights) {
    const __m256i even_row = (__m256i)splat_word(word & 0x00FF00FF);
    const __m256i odd_row = (__m256i)splat_word(word >> 8 & 0x00FF00FF);
    const __m256i even = _mm256_srai_epi16(_mm256_slli_epi16((__m256i)weights, 8), 8);
    const __m256i odd = _mm256_srai_epi16((__m256i)weights, 8);
    return sum + (vi)_mm256_madd_epi16(even_row, even) + (vi)_mm256_madd_epi16(odd_row, odd);
}

#define NAME(function) function##_f32_avx2
#define PRECISION trove_precision_f32
#define TILE_ROWS 6
#define TILE_VECTORS 2
#define SUM vf
#define MULTIPLY_ADD(sum, word, weights) (sum + (vf)splat_word(word) * (vf)weights)
#include "product_template.h"

#define ATTENTION_TILE tile_f32_avx2
#define ATTENTION_ROWS 6
#include "attention_template.h"

#define NAME(function) function##_bf16_avx2
#define PRECISION trove_precision_bf16
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define SUM vf
#define MULTIPLY_ADD BRAIN_MULTIPLY_ADD
#include "product_template.h"

#define NAME(function) function##_int8_avx2
#define PRECISION trove_precision_int8
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define SUM vi
#define MULTIPLY_ADD multiply_add_bytes
#include "product_template.h"

const struct trove_layer_kernels trove_layers_avx2 = {
    .products =
        {&trove_products_f32_avx2,
         &trove_products_bf16_avx2,
         &trove_products_int8_avx2},
    .attend = attend,
    .normalize = normalize,
    .softmax = softmax,
    .activate = activate,
};

#endif
