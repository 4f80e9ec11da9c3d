void trove_kernels_placeholder(void);
