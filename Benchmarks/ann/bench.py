#!/usr/bin/env python3
"""Compares Trove's vector index with faiss, hnswlib and usearch on the same files in one run.

Prints Markdown tables; RESULTS (one JSON object a line) holds everything measured. Data sets and
built indexes are kept in --data; a data set of 100,000 vectors takes about 2 GB with its indexes.
The peers and numpy lie in a virtual environment, made by

    python3 -m venv VENV && VENV/bin/pip install -r Benchmarks/ann/requirements.txt
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import table
from contestants import HERE, Contestant, installed_peers, trove
from data_sets import DATA_SETS
from processes import MeasurementError, measure, processor
from set_benchmark import Files, SetBenchmark

sys.path.append(str(HERE.parent / "common"))

from comparison import add_choice, measured, parsed, parser  # noqa: E402

SETS = tuple(data.name for data in DATA_SETS)
STAGES = ("search", "map", "threads", "memory", "filter")
FEW = 1000
"""Base vectors of the small data sets, whose memory is taken off."""


def main() -> int:
    chosen = options()

    def write(python: Path, file: TextIO) -> None:
        contestants, missing = installed_peers(python)
        for title in missing:
            print(f"{title} is not installed in {chosen.venv}: left out", file=sys.stderr)
        if chosen.trove:
            contestants.append(trove(chosen.trove))
        if chosen.only:
            contestants = [each for each in contestants if each.key in chosen.only]
        Run(chosen, python, contestants, missing, file).measure()

    code = measured(
        chosen, write, lambda results: table.markdown(table.read(results)), (MeasurementError,)
    )
    if code:
        return code
    return 1 if any(record["stage"] == "failure" for record in table.read(chosen.results)) else 0


def options() -> argparse.Namespace:
    words = parser(__doc__, "ann", needs_trove=False, repetitions=5)
    add_choice(words, "--sets", SETS)
    add_choice(words, "--stages", STAGES)
    words.add_argument(
        "--only", type=lambda text: text.split(","),
        help="contestants, such as trove,faiss-hnsw-flat",
    )
    words.add_argument("--count", type=int, default=100_000, help="base vectors")
    words.add_argument("--dimensions", type=int, default=512)
    words.add_argument("--queries", type=int, default=1000)
    words.add_argument(
        "--builds", type=int, default=0, help="build all this often, not only what is missing"
    )
    return parsed(words)


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
