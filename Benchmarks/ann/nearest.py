"""Exact nearest neighbours by inner product, and how many of them a search found."""

import numpy as np

BLOCK = 200  # queries compared with the base at once
SPARE = 32  # candidates beyond `count` whose scores are computed again in double precision


def exact_nearest(
    base: np.ndarray, queries: np.ndarray, count: int, allowed: np.ndarray | None = None
) -> np.ndarray:
    """Queries × `count` row numbers of `base`, best first, equal scores by number.

    `allowed` are the row numbers that may be found. Where they are fewer than `count`, all are.
    """
    rows = base if allowed is None else base[allowed]
    count = min(count, len(rows))
    depth = min(count + SPARE, len(rows))
    nearest = np.empty((len(queries), count), np.int32)
    for start in range(0, len(queries), BLOCK):
        block = queries[start : start + BLOCK]
        scores = block @ rows.T
        candidates = np.argpartition(-scores, depth - 1, axis=1)[:, :depth]
        for i, query in enumerate(block):
            near = np.sort(candidates[i])
            exact = rows[near].astype(np.float64) @ query.astype(np.float64)
            nearest[start + i] = near[np.argsort(-exact, kind="stable")[:count]]
    return nearest if allowed is None else allowed[nearest].astype(np.int32)


def recall(found: np.ndarray, truth: np.ndarray, k: int) -> float:
    """The part of the `k` true neighbours (of all, where they are fewer) among the first `k` found.
    """
    wanted = truth[:, :k]
    hits = sum(len(np.intersect1d(near, true)) for near, true in zip(found[:, :k], wanted))
    return hits / wanted.size
