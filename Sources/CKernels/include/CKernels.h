// Numeric kernels with explicit sizes; see each header.
#ifndef TROVE_KERNELS_H
#define TROVE_KERNELS_H

#include "dot_product.h"
#include "gated.h"
#include "linear.h"
#include "quantized.h"
#include "resize.h"
#include "spectrum.h"
#include "tensor.h"
#include "transformer.h"

#endif
