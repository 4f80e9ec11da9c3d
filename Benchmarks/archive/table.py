#!/usr/bin/env python3
"""Prints the table of a results file: table.py RESULTS"""

import json
import statistics
import sys
from pathlib import Path

PEER = "rclip"


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def median(records: list[dict], contestant: str, field: str, photos: int) -> float:
    """Over repetitions."""
    return statistics.median(
        record[field]
        for record in records
        if record["contestant"] == contestant and record["photos"] == photos
    )


def row(records: list[dict], contestant: str) -> dict[str, float]:
    """Rates are photos a second."""
    count = max(record["photos"] for record in records)

    def value(field: str, photos: int = count) -> float:
        return median(records, contestant, field, photos)

    return {
        "whole": count / value("seconds"),
        "whole by processor": count / value("cpu_seconds"),
        "without start": (count - 1) / (value("seconds") - value("seconds", 1)),
        "without start by processor": (count - 1)
        / (value("cpu_seconds") - value("cpu_seconds", 1)),
        "peak": value("peak_bytes") / 1e6,
    }


def markdown(records: list[dict]) -> str:
    names = list(dict.fromkeys(record["contestant"] for record in records))
    rows = {name: row(records, name) for name in names}
    peer = rows.get(PEER)
    lines = [
        "|  | photos/s | photos/CPU s | photos/s without start | photos/CPU s without start "
        "| peak, MB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, values in rows.items():
        cells = [name]
        for column, number in values.items():
            cell = f"{number:.0f}" if column == "peak" else f"{number:.2f}"
            if peer and name != PEER:
                cell += f" ({number / peer[column]:.2f} ×)"
            cells.append(cell)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(markdown(read(Path(sys.argv[1]))))
