#!/usr/bin/env python3
"""Turns the records of a run into a Markdown table: table.py RESULTS"""

import json
import statistics
import sys
from pathlib import Path

from works import WORKS

TROVE = "trove"


def read(results: Path) -> list[dict]:
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]


def markdown(records: list[dict]) -> str:
    run, *records = records
    versions = ", ".join(f"{package} {version}" for package, version in run["versions"].items())
    lines = ["| by processor time | trove | peers | trove to the best |", "| --- | --- | --- | --- |"]
    for work in dict.fromkeys(each["work"] for each in records):
        rates: dict[str, list[float]] = {}
        for each in records:
            if each["work"] == work:
                rates.setdefault(each["contestant"], []).append(each["rate"])
        ours = rates.pop(TROVE, [])
        first = max(rates, key=lambda name: max(rates[name]), default=None)
        others = "; ".join(f"{name} {shown(found)}" for name, found in rates.items())
        ratio = f"{max(ours) / max(rates[first]):.2f} × {first}" if ours and first else ""
        lines.append(f"| {WORKS[work].title} | {shown(ours)} | {others} | {ratio} |")
    grid = "\n".join(lines)
    return (
        f"{run['processor']}; one thread, {run['repetitions']} repetitions; {versions}.\n\n{grid}"
    )


def shown(found: list[float]) -> str:
    """The best of all repetitions, the median in brackets."""
    if not found:
        return ""
    digits = 1 if max(found) < 100 else 0
    return f"{max(found):.{digits}f} ({statistics.median(found):.{digits}f})"


if __name__ == "__main__":
    print(markdown(read(Path(sys.argv[1]))))
