"""Recall against queries a second: from points to what is compared. Pure."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
"""Recall, queries a second."""


def frontier(points: Iterable[Point]) -> list[Point]:
    """The points that no other outdoes in both, by ascending recall."""
    best: list[Point] = []
    for point in sorted(points, key=lambda point: (-point[0], -point[1])):
        if not best or point[1] > best[-1][1]:
            best.append(point)
    return best[::-1]


def rate_at(points: Iterable[Point], recall: float) -> float | None:
    """Queries a second at a recall of at least `recall`; None where no point reaches it.

    Between two points of the frontier the logarithm of the rate is linear in recall. Where even
    the first point is above `recall`, its rate counts: a search can't be made less exact.
    """
    reached = frontier(points)
    after = next((i for i, point in enumerate(reached) if point[0] >= recall), None)
    if after is None:
        return None
    if after == 0:
        return reached[0][1]
    (low, fast), (high, slow) = reached[after - 1], reached[after]
    part = (recall - low) / (high - low)
    return math.exp((1 - part) * math.log(fast) + part * math.log(slow))


def needed_efs(recalls: dict[int, float], targets: Sequence[float]) -> list[int]:
    """Of the measured efs (each with its recall) those up to the first that reaches the highest
    target that any reaches: the rest of the curve decides nothing."""
    reached = [target for target in targets if max(recalls.values(), default=0) >= target]
    if not reached:
        return []
    last = min(ef for ef, recall in recalls.items() if recall >= max(reached))
    return sorted(ef for ef in recalls if ef <= last)
