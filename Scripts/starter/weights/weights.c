#include "CStarterWeights.h"

static const unsigned char sound_linear[] = {
#embed "../sound-linear.safetensors"
};

static const unsigned char photos_linear[] = {
#embed "../photos-linear.safetensors"
};

const void *trove_sound_linear(size_t *size) {
    *size = sizeof sound_linear;
    return sound_linear;
}

const void *trove_photos_linear(size_t *size) {
    *size = sizeof photos_linear;
    return photos_linear;
}
