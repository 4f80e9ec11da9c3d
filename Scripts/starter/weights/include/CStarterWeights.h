// Weights that the project fitted itself, compiled into the program.
#ifndef TROVE_STARTER_WEIGHTS_H
#define TROVE_STARTER_WEIGHTS_H

#include <stddef.h>

/// The linear term of the sound bridge, a safetensors file written by fit_sound.py.
const void *_Nonnull trove_sound_linear(size_t *_Nonnull size);

/// The linear term and output map of the photo bridge, a safetensors file written by fit_photos.py.
const void *_Nonnull trove_photos_linear(size_t *_Nonnull size);

#endif
