#include "CKernels.h"
void trove_kernels_placeholder(void) {}
