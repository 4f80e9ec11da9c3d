"""Seeded vectors that resemble a network's embeddings.

A random network with one hidden layer maps a latent space of few dimensions to unit vectors, as an
encoder maps what pictures show. Clusters in the latent space are of uneven size.
"""

import numpy as np

from data_sets import DataSet

HIDDEN = 256
MAP_SEED, BASE_SEED, QUERY_SEED = 5, 6, 7


def base_vectors(data: DataSet, count: int, dimensions: int) -> np.ndarray:
    """`count` × `dimensions` float32 unit vectors."""
    return _unit(_Manifold(data, dimensions).points(count, np.random.default_rng(BASE_SEED)))


def query_vectors(data: DataSet, count: int, dimensions: int) -> np.ndarray:
    """As the base, but of another seed and moved away by `gap` and `off_manifold`."""
    manifold = _Manifold(data, dimensions)
    random = np.random.default_rng(QUERY_SEED)
    points = manifold.points(count, random)
    if not data.gap and not data.off_manifold:
        return _unit(points)
    direction = _unit(manifold.random.standard_normal(dimensions, np.float32))
    own = _unit(random.standard_normal(points.shape, np.float32))
    content = _unit(points - manifold.mean)
    return _unit(content + data.gap * direction + data.off_manifold * own)


class _Manifold:
    NOISE = 0.01
    """Per dimension, beside the point's length."""
    CONE = 0.6
    """Per dimension, of the direction that all embeddings of an encoder share."""

    def __init__(self, data: DataSet, dimensions: int):
        self.spread = data.spread
        self.random = np.random.default_rng(MAP_SEED)
        normal = self.random.standard_normal
        self.inner = normal((data.latent, HIDDEN), np.float32) / np.float32(data.latent**0.5)
        self.bias = np.float32(0.3) * normal(HIDDEN, np.float32)
        self.outer = normal((HIDDEN, dimensions), np.float32) / np.float32(HIDDEN**0.5)
        self.mean = np.float32(self.CONE) * normal(dimensions, np.float32)
        self.centres = normal((data.clusters, data.latent), np.float32)
        sizes = self.random.exponential(size=data.clusters)
        self.shares = sizes / sizes.sum()

    def points(self, count: int, random: np.random.Generator) -> np.ndarray:
        latent = self.centres[random.choice(len(self.centres), count, p=self.shares)]
        latent += np.float32(self.spread) * random.standard_normal(latent.shape, np.float32)
        points = np.tanh(latent @ self.inner + self.bias) @ self.outer + self.mean
        noise = random.standard_normal(points.shape, np.float32)
        noise *= np.float32(self.NOISE) * np.linalg.norm(points, axis=1, keepdims=True)
        return points + noise


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
