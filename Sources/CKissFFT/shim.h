#include <kissfft/kiss_fftr.h>

// The library frees by a macro, which Swift can't see.
static inline void trove_fft_free(kiss_fftr_cfg transform) { kiss_fftr_free(transform); }
