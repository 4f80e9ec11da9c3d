#!/usr/bin/env python3
"""Compares Trove's decoding with other libraries on the same files in one run.

Prints a Markdown table; RESULTS (one JSON object a line) holds everything measured. The files are made
once, in --data, about 100 MB. The peers lie in a virtual environment, made by

    python3 -m venv VENV && VENV/bin/pip install -r Benchmarks/decode/requirements.txt
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import table
from peers import PEERS
from works import WORKS

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "ann"))

from contestants import package_versions  # noqa: E402
from processes import MeasurementError, measure, processor  # noqa: E402

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trove"


def main() -> int:
    options = parsed()
    python = options.venv / "bin" / "python"
    if not python.exists():
        print(f"bench.py: {options.venv}: no virtual environment; see --help", file=sys.stderr)
        return 1
    results = options.results or options.data / "results.jsonl"
    try:
        subprocess.run([python, HERE / "media.py", options.data], check=True)
        with open(results, "w", encoding="utf-8", buffering=1) as file:
            for record in records(options, python):
                print(json.dumps(record), file=file)
    except KeyboardInterrupt:
        print(f"bench.py: interrupted; {results} holds what was measured", file=sys.stderr)
        return 130
    except (MeasurementError, subprocess.CalledProcessError) as error:
        print(f"bench.py: {error}", file=sys.stderr)
        return 1
    print(table.markdown(table.read(results)))
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trove", type=Path, required=True, help="the built program")
    parser.add_argument("--venv", type=Path, default=CACHE / "decode-venv")
    parser.add_argument("--data", type=Path, default=CACHE / "decode-data")
    parser.add_argument("--results", type=Path, help="default: results.jsonl in --data")
    parser.add_argument(
        "--works", type=lambda text: text.split(","), default=list(WORKS),
        help="default: " + ",".join(WORKS),
    )
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    if not options.trove.is_file():
        parser.error(f"{options.trove}: no such program")
    if unknown := set(options.works) - set(WORKS):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(WORKS)}")
    return options


def records(options: argparse.Namespace, python: Path):
    """The run, and then each measurement; contestants take turns."""
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
