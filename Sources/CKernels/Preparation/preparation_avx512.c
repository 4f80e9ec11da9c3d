#if defined(__x86_64__)

#include "preparation.h"
#include "../Layers/layers.h"

#define TARGET __attribute__((target("avx512f")))
#define LANES 16
#include "../Layers/vectors.h"
#include "resize_template.h"
#include "spectrum_template.h"

PREPARATION_KERNELS(avx512);

#endif
