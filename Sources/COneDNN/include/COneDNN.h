void trove_onednn_placeholder(void);
