#include "COneDNN.h"
void trove_onednn_placeholder(void) {}
