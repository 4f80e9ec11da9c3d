// The one OpenMP function that is needed, declared here because clang's own omp.h is not
// part of every toolchain while the runtime (libgomp) comes with oneDNN.
#ifndef TROVE_OPENMP_H
#define TROVE_OPENMP_H
extern "C" void omp_set_num_threads(int);
#endif
