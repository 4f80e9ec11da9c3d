#!/usr/bin/env python3
"""Turns the records of a run into Markdown tables: table.py RESULTS"""

import json
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from contestants import TROVE
from curves import rate_at
from filters import FILTERS
from set_benchmark import FILTERED_RECALLS, RECALLS, TYPICAL_EF

Values = dict[str, float]
"""By contestant."""


@dataclass(frozen=True)
class Row:
    label: str
    cells: dict[str, str]
    values: Values
    lower_is_better: bool
    rivals: set[str]
    """The peers with whose best Trove is compared; none where it is not."""


def read(results: Path) -> list[dict]:
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]


def markdown(records: list[dict]) -> str:
    run, *records = records
    versions = ", ".join(dict.fromkeys(each["version"] for each in run["contestants"]))
    parts = [
        f"{run['processor']}; {run['count']:,} vectors of {run['dimensions']} dimensions, "
        f"{run['queries']:,} queries, {run['repetitions']} repetitions; {versions}."
    ]
    if run["missing"]:
        parts.append(f"Not installed: {', '.join(run['missing'])}.")
    for name in dict.fromkeys(record["set"] for record in records):
        of_set = [record for record in records if record["set"] == name]
        parts += [f"### {name}", *tables(of_set, run["contestants"])]
    return "\n\n".join(parts)


def tables(records: list[dict], contestants: list[dict]) -> list[str]:
    """Of one data set: all searches, filtered searches, who failed."""
    graphs = {each["key"]: each["title"] for each in contestants if each["has_graph"]}
    filtering = {each["key"]: each["title"] for each in contestants if each["filters"]}
    parts = [grid(graph_rows(records, contestants), graphs)]
    if rows := filter_rows(records):
        parts.append(grid(rows, filtering))
    failed = {record["contestant"] for record in records if record["stage"] == "failure"}
    titles = [each["title"] for each in contestants if each["key"] in failed]
    return parts + ([f"Failed: {', '.join(titles)}."] if titles else [])


def graph_rows(records: list[dict], contestants: list[dict]) -> list[Row]:
    peers = {each["key"] for each in contestants if each["has_graph"]} - {TROVE}
    exact = {each["key"] for each in contestants if each["is_full_precision"]} & peers
    searches = by_contestant(records, "search")
    rows = []
    for recall in RECALLS:
        rows.append(rate_row(f"queries a CPU second, recall {recall:g}", searches, recall, peers))
    at_ef = {
        key: next(point["recall"] for point in points if point["ef"] == TYPICAL_EF)
        for key, points in searches.items()
    }
    rows.append(Row(f"recall at ef {TYPICAL_EF}", shown(at_ef, "{:.4f}"), at_ef, False, set()))

    builds = {key: one for key, (one,) in by_contestant(records, "build").items()}
    seconds = {key: build["cpu_seconds"] for key, build in builds.items()}
    cells = {
        key: text + ("" if builds[key]["in_this_run"] else "*")
        for key, text in shown(seconds, "{:.1f}").items()
    }
    rows.append(Row("build, CPU seconds", cells, seconds, True, exact))
    sizes = {key: build["bytes_per_vector"] for key, build in builds.items()}
    rows.append(Row("file, bytes a vector", shown(sizes, "{:.0f}"), sizes, True, exact))
    memory = {
        key: one["bytes_per_vector"] for key, (one,) in by_contestant(records, "memory").items()
    }
    rows.append(Row("memory, bytes a vector", shown(memory, "{:.0f}"), memory, True, exact))

    opened = least(by_contestant(records, "open"))
    mapped = least(by_contestant(records, "map"))
    if TROVE in opened:
        mapped[TROVE] = opened.pop(TROVE)
    rows.append(Row("file read, ms", shown(opened, "{:.1f}"), opened, True, set()))
    rows.append(Row("file mapped, ms", shown(mapped, "{:.1f}"), mapped, True, peers))
    rows.append(threads_row(by_contestant(records, "threads")))
    return [row for row in rows if row.cells]


def filter_rows(records: list[dict]) -> list[Row]:
    rows = []
    for each in FILTERS:
        searches = by_contestant(records, f"filter {each.name}")
        for recall in FILTERED_RECALLS:
            label = f"{each.name.replace('-', ' ')} %, recall {recall:g}"
            rows.append(rate_row(label, searches, recall, set(searches) - {TROVE}))
    return [row for row in rows if row.cells]


def rate_row(label: str, searches: dict[str, list[dict]], recall: float, peers: set[str]) -> Row:
    """Best rate of all repetitions, the median in brackets; where the recall isn't reached, the
    highest that was."""
    cells, values = {}, {}
    for key, points in searches.items():
        best = rate_at(curve(points, max), recall)
        median = rate_at(curve(points, statistics.median), recall)
        if best is None:
            cells[key] = f"– (recall {max(point['recall'] for point in points):.3f})"
        else:
            cells[key] = f"{best:,.0f} ({median:,.0f})"
            values[key] = best
    return Row(label, cells, values, False, peers)


def curve(
    points: Iterable[dict], choose: Callable[[list[float]], float]
) -> list[tuple[float, float]]:
    """Of each ef its recall, and the rate that `choose` takes from its repetitions."""
    by_ef: dict[int, list[dict]] = {}
    for point in points:
        by_ef.setdefault(point["ef"], []).append(point)
    return [
        (of_ef[0]["recall"], choose([point["qps_cpu"] for point in of_ef]))
        for of_ef in by_ef.values()
    ]


def threads_row(runs: dict[str, list[dict]]) -> Row:
    """Wall clock, and in brackets what it would be were both cores free."""
    cells = {}
    for key, points in runs.items():
        one, two = ([point for point in points if point["threads"] == count] for count in (1, 2))
        wall, cpu = (
            max(point[rate] for point in two) / max(point[rate] for point in one)
            for rate in ("qps", "qps_cpu")
        )
        cells[key] = f"{wall:.2f} ({2 * cpu:.2f})"
    return Row("two threads' rate by one's", cells, {}, False, set())


def by_contestant(records: list[dict], stage: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for record in records:
        if record["stage"] == stage:
            found.setdefault(record["contestant"], []).append(record)
    return found


def least(openings: dict[str, list[dict]]) -> Values:
    """Milliseconds of the quickest."""
    return {key: 1000 * min(each["seconds"] for each in all) for key, all in openings.items()}


def shown(values: Values, form: str) -> dict[str, str]:
    return {key: form.format(value) for key, value in values.items()}


def grid(rows: list[Row], titles: dict[str, str]) -> str:
    lines = [["", *titles.values(), "trove to the best"], ["---"] * (len(titles) + 2)]
    for row in rows:
        cells = [row.cells.get(key, "") for key in titles]
        lines.append([row.label, *cells, ratio(row, titles)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def ratio(row: Row, titles: dict[str, str]) -> str:
    rivals = {key: value for key, value in row.values.items() if key in row.rivals}
    if TROVE not in row.values or not rivals:
        return ""
    best = (min if row.lower_is_better else max)(rivals, key=rivals.get)
    return f"{row.values[TROVE] / rivals[best]:.2f} × {titles[best]}"


if __name__ == "__main__":
    print(markdown(read(Path(sys.argv[1]))))
