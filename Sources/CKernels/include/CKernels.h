#include "dot_product.h"
