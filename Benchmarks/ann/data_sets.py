"""The benchmark's data sets: what decides how hard their neighbours are to find."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DataSet:
    name: str
    latent: int
    """Dimensions of the latent space."""
    clusters: int
    spread: float
    """Standard deviation within a cluster, where centres have 1."""
    gap: float = 0
    """Length of the one direction that tells all queries from the base, beside the content's 1."""
    off_manifold: float = 0
    """Length of what is each query's own and in no base vector, beside the content's 1."""


DATA_SETS = (
    DataSet("clustered", latent=32, clusters=2000, spread=0.35),
    DataSet("hard", latent=96, clusters=2000, spread=0.65),
    DataSet("cross-modal", latent=32, clusters=2000, spread=0.35, gap=2, off_manifold=2.4),
)
