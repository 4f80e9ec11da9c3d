"""Which base vectors a filtered search may find."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SEED = 8


@dataclass(frozen=True)
class Filter:
    share: float
    """Of the base vectors that are allowed."""
    is_correlated: bool = False
    """Whether they lie together: the outermost along the direction in which queries differ most.
    Most queries are then far from all that is allowed."""

    @property
    def name(self) -> str:
        return f"{'correlated' if self.is_correlated else 'random'}-{100 * self.share:g}"

    def allowed(self, base: "np.ndarray", queries: "np.ndarray") -> "np.ndarray":
        """Ascending row numbers of `base`."""
        import numpy as np

        count = max(1, round(self.share * len(base)))
        if not self.is_correlated:
            return np.sort(np.random.default_rng(SEED).permutation(len(base))[:count])
        direction = np.linalg.svd(queries - queries.mean(0), full_matrices=False)[2][0]
        direction *= np.sign(direction[np.abs(direction).argmax()])
        return np.sort(np.argsort(base @ direction, kind="stable")[-count:])


FILTERS = (
    Filter(0.5),
    Filter(0.1),
    Filter(0.01),
    Filter(0.001),
    Filter(0.1, is_correlated=True),
    Filter(0.01, is_correlated=True),
)
