#include "resize.h"
#include "transformer.h"
