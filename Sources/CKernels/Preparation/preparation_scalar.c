#include "preparation.h"
#include "../Layers/layers.h"

// In what every processor of the architecture has.
#define TARGET
#define LANES 4
#include "../Layers/vectors.h"
#include "resize_template.h"
#include "spectrum_template.h"

PREPARATION_KERNELS(scalar);
