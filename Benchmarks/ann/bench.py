#!/usr/bin/env python3
"""Compares Trove's vector index with faiss, hnswlib and usearch on the same files in one run.

Prints Markdown tables; RESULTS (one JSON object a line) holds everything measured. Data sets and
built indexes are kept in --data; a data set of 100,000 vectors takes about 2 GB with its indexes.
The peers and numpy lie in a virtual environment, made by

    python3 -m venv VENV && VENV/bin/pip install -r Benchmarks/ann/requirements.txt
"""

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import table
from contestants import HERE, Contestant, installed_peers, trove
from data_sets import DATA_SETS
from processes import MeasurementError, measure, processor
from set_benchmark import Files, SetBenchmark

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trove"
SETS = tuple(data.name for data in DATA_SETS)
STAGES = ("search", "map", "threads", "memory", "filter")
FEW = 1000
"""Base vectors of the small data sets, whose memory is taken off."""


def main() -> int:
    options = parsed()
    python = options.venv / "bin" / "python"
    if not python.exists():
        print(f"bench.py: {options.venv}: no virtual environment; see --help", file=sys.stderr)
        return 1
    contestants, missing = installed_peers(python)
    for title in missing:
        print(f"{title} is not installed in {options.venv}: left out", file=sys.stderr)
    if options.trove:
        contestants.append(trove(options.trove))
    if options.only:
        contestants = [each for each in contestants if each.key in options.only]
    results = options.results or options.data / "results.jsonl"
    results.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(results, "w", encoding="utf-8", buffering=1) as file:
            Run(options, python, contestants, missing, file).measure()
    except KeyboardInterrupt:
        print(f"bench.py: interrupted; {results} holds what was measured", file=sys.stderr)
        return 130
    except MeasurementError as error:
        print(f"bench.py: {error}", file=sys.stderr)
        return 1
    records = table.read(results)
    print(table.markdown(records))
    return 1 if any(record["stage"] == "failure" for record in records) else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    def names(text: str) -> list[str]:
        return text.split(",")

    parser.add_argument("--trove", type=Path, help="the built program; without it only peers run")
    parser.add_argument("--venv", type=Path, default=CACHE / "ann-venv")
    parser.add_argument("--data", type=Path, default=CACHE / "ann-data")
    parser.add_argument("--results", type=Path, help="default: results.jsonl in --data")
    parser.add_argument("--sets", type=names, default=SETS, help="default: " + ",".join(SETS))
    parser.add_argument("--stages", type=names, default=STAGES, help="default: " + ",".join(STAGES))
    parser.add_argument("--only", type=names, help="contestants, such as trove,faiss-hnsw-flat")
    parser.add_argument("--count", type=int, default=100_000, help="base vectors")
    parser.add_argument("--dimensions", type=int, default=512)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument(
        "--builds", type=int, default=0, help="build all this often, not only what is missing"
    )
    options = parser.parse_args()
    if options.trove and not options.trove.is_file():
        parser.error(f"{options.trove}: no such program")
    for chosen, known in ((options.sets, SETS), (options.stages, STAGES)):
        if unknown := set(chosen) - set(known):
            parser.error(f"{', '.join(unknown)}: choose from {', '.join(known)}")
    return options


@dataclass(frozen=True)
class Run:
    options: argparse.Namespace
    python: Path
    """Of the virtual environment."""
    contestants: list[Contestant]
    missing: list[str]
    results: TextIO

    def measure(self) -> None:
        self.record(self.description())
        for name in self.options.sets:
            self.measure_set(name)

    def measure_set(self, name: str) -> None:
        benchmark = SetBenchmark(
            self.files(name, self.options.count),
            self.contestants,
            self.options.repetitions,
            self.record,
        )
        benchmark.build(self.options.builds)
        stages = self.options.stages
        if "search" in stages:
            benchmark.search()
        if "map" in stages:
            benchmark.map()
        if "threads" in stages:
            benchmark.compare_threads()
        if "memory" in stages:
            few = self.files(name, FEW)
            small = SetBenchmark(few, self.contestants, 1, lambda values: None)
            small.build(0)
            benchmark.weigh(small)
        if "filter" in stages:
            benchmark.filter()

    def files(self, name: str, count: int) -> Files:
        """A data set with `count` base vectors, made where it is missing."""
        folder = self.options.data / f"{name}-{count}x{self.options.dimensions}"
        print(f"{name}, {count}: data in {folder}", file=sys.stderr)
        settings = {
            "--set": name,
            "--count": count,
            "--dimensions": self.options.dimensions,
            "--queries": self.options.queries,
            "--folder": folder,
        }
        words = [str(word) for setting in settings.items() for word in setting]
        measure([self.python, HERE / "make_data.py", *words], threads=2)
        return Files(name, count, folder)

    def record(self, values: dict) -> None:
        print(json.dumps(values), file=self.results)

    def description(self) -> dict:
        """The first record: what the others belong to."""
        options = self.options
        return {
            "stage": "run",
            "processor": processor(),
            "count": options.count,
            "dimensions": options.dimensions,
            "queries": options.queries,
            "repetitions": options.repetitions,
            "contestants": [asdict(each) for each in self.contestants],
            "missing": self.missing,
        }


if __name__ == "__main__":
    sys.exit(main())
