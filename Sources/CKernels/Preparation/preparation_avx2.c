#if defined(__x86_64__)

#include "preparation.h"
#include "../Layers/layers.h"

#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#include "../Layers/vectors.h"
#include "resize_template.h"
#include "spectrum_template.h"

PREPARATION_KERNELS(avx2);

#endif
