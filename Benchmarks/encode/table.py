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
    versions = ", ".join(f"{title} {version}" for title, version in run["versions"].items())
    peers = list(run["versions"])
    lines = [
        ["items a CPU second", "precision", TROVE, *peers, "trove to the best", "to ONNX Runtime f32",
         "memory, MB"],
    ]
    lines.append(["---"] * len(lines[0]))
    for work in dict.fromkeys(each["work"] for each in records):
        of_work = [each for each in records if each["work"] == work]
        base = best(rates(of_work, "f32", "ONNX Runtime"))
        for precision in dict.fromkeys(each["precision"] for each in of_work):
            lines.append(row(of_work, work, precision, peers, base))
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        f"{run['processor']}; batch {run['batch']}, one thread, {run['repetitions']} repetitions; "
        f"{versions}.\n\n{grid}"
    )


def row(
    records: list[dict], work: str, precision: str, peers: list[str], base: float | None
) -> list[str]:
    ours = rates(records, precision, TROVE)
    theirs = {peer: rates(records, precision, peer) for peer in peers}
    rivals = {peer: max(found) for peer, found in theirs.items() if found}
    first = max(rivals, key=rivals.get) if rivals else None
    memory = max(
        (
            each["peak_bytes"]
            for each in records
            if each["precision"] == precision and each["contestant"] == TROVE
        ),
        default=0,
    )
    return [
        WORKS[work].title,
        precision,
        shown(ours),
        *(shown(theirs[peer]) for peer in peers),
        f"{max(ours) / rivals[first]:.2f} × {first}" if ours and first else "",
        f"{max(ours) / base:.2f} ×" if ours and base else "",
        f"{memory / 1e6:.0f}",
    ]


def rates(records: list[dict], precision: str, contestant: str) -> list[float]:
    return [
        each["rate"]
        for each in records
        if each["precision"] == precision and each["contestant"] == contestant
    ]


def best(found: list[float]) -> float | None:
    return max(found, default=None)


def shown(found: list[float]) -> str:
    """The best of all repetitions, the median in brackets."""
    return f"{max(found):.1f} ({statistics.median(found):.1f})" if found else ""


if __name__ == "__main__":
    print(markdown(read(Path(sys.argv[1]))))
