#!/usr/bin/env python3
"""Compares Trove's decoding with other libraries on the same files in one run.

Prints a Markdown table; RESULTS (one JSON object a line) holds everything measured. The files are made
once, in --data, about 100 MB. The peers lie in a virtual environment, made by

    python3 -m venv VENV && VENV/bin/pip install -r Benchmarks/decode/requirements.txt
"""

import argparse
import subprocess
import sys
from pathlib import Path

import table
from peers import PEERS
from works import WORKS

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / name) for name in ("ann", "common")]

from comparison import add_choice, compare, parsed, parser  # noqa: E402
from contestants import package_versions  # noqa: E402
from processes import MeasurementError, measure, processor  # noqa: E402


def main() -> int:
    return compare(
        options(), records, lambda results: table.markdown(table.read(results)),
        (MeasurementError, subprocess.CalledProcessError),
    )


def options() -> argparse.Namespace:
    words = parser(__doc__, "decode")
    add_choice(words, "--works", WORKS)
    return parsed(words)


def records(options: argparse.Namespace, python: Path):
    """The run, and then each measurement; contestants take turns."""
    subprocess.run([python, HERE / "media.py", options.data], check=True)
    versions = package_versions(python)
    peers = {
        key: peer for key, peer in PEERS.items() if peer.package is None or peer.package in versions
    }
    packages = sorted({peer.package for peer in peers.values() if peer.package})
    yield {
        "processor": processor(),
        "repetitions": options.repetitions,
        "versions": {package: versions[package] for package in packages} | {"ffmpeg": ffmpeg_version()},
    }
    for key in options.works:
        work = WORKS[key]
        files = [options.data / name for name in work.files]
        for _ in range(options.repetitions):
            print(work.title, file=sys.stderr)
            trove = measure([options.trove, "bench", "decode", *work.options, *files], threads=1)
            yield record(key, table.TROVE, work.amount / work.seconds(trove.lines[-1]))
            for name, peer in peers.items():
                if key in peer.works:
                    command = [python, HERE / "peer_bench.py", "--peer", name, *files]
                    line = measure(command, threads=1).lines[-1]
                    yield record(key, peer.title, work.amount / line["cpu_seconds"])


def record(work: str, contestant: str, rate: float) -> dict:
    return {"work": work, "contestant": contestant, "rate": rate}


def ffmpeg_version() -> str:
    printed = subprocess.run(["ffmpeg", "-version"], capture_output=True, check=True, text=True).stdout
    return printed.split()[2]


if __name__ == "__main__":
    sys.exit(main())
