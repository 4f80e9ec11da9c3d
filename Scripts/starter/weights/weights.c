#include "CStarterWeights.h"

static const unsigned char sound_linear[] = {
#embed "../sound-linear.safetensors"
};

const void *trove_sound_linear(size_t *size) {
    *size = sizeof sound_linear;
    return sound_linear;
}
