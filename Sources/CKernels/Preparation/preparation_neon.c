#if defined(__aarch64__)

#include "preparation.h"
#include "../Layers/layers.h"

#define TARGET
#define LANES 4
#include "../Layers/vectors.h"
#include "resize_template.h"
#include "spectrum_template.h"

PREPARATION_KERNELS(neon);

#endif
