"""Seeded inputs."""

import numpy as np

from works import Work


def batch(work: Work, count: int) -> np.ndarray:
    random = np.random.default_rng(0)
    shape = (count, *work.shape)
    if work.tokens:
        return random.integers(1, work.tokens, shape)
    return random.standard_normal(shape, np.float32)
