#!/usr/bin/env python3
"""Compares Trove's encoders with ONNX Runtime, OpenVINO and PyTorch on the same networks in one run.

Prints a Markdown table; RESULTS (one JSON object a line) holds everything measured. The exported
networks are kept in --data, about 1.3 GB. The CLIP folder may have random weights, which speed does
not depend on; Scripts/fixtures/full_size_clip.py makes one. The peers lie in a virtual environment,
made by

    python3 -m venv VENV && VENV/bin/pip install -r Benchmarks/encode/requirements.txt
"""

import argparse
import os
import sys
from pathlib import Path

import table
from peers import PEERS
from works import WORKS

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / name) for name in ("ann", "common")]

from comparison import CACHE, add_choice, compare, parsed, parser  # noqa: E402
from contestants import package_versions  # noqa: E402
from processes import MeasurementError, measure, processor  # noqa: E402

SPACES = Path(
    os.environ.get("TROVE_SPACES")
    or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "trove-spaces"
)


def main() -> int:
    return compare(
        options(), records, lambda results: table.markdown(table.read(results)), (MeasurementError,)
    )


def options() -> argparse.Namespace:
    words = parser(__doc__, "encode")
    words.add_argument("--clip", type=Path, default=CACHE / "clip-random")
    words.add_argument("--starter", type=Path, default=SPACES / "starter")
    add_choice(words, "--works", WORKS)
    words.add_argument("--batch", type=int, default=8)
    words.add_argument("--seconds", type=float, default=3, help="of each measurement")
    return parsed(words)


def records(options: argparse.Namespace, python: Path):
    """The run, and then each measurement; contestants take turns."""
    versions = package_versions(python)
    peers = {key: peer for key, peer in PEERS.items() if peer.package in versions}
    yield {
        "processor": processor(),
        "batch": options.batch,
        "repetitions": options.repetitions,
        "versions": {peer.title: versions[peer.package] for peer in peers.values()},
    }
    for key in options.works:
        work = WORKS[key]
        folder = options.clip if work.is_clip else options.starter
        if not (options.data / f"{key}.onnx").exists():
            print(f"{work.title}: exporting", file=sys.stderr)
            command = [python, HERE / "export.py", "--work", key, "--folder", folder]
            measure([*command, "--output", options.data], threads=2)
        common = ["--batch", str(options.batch), "--seconds", str(options.seconds)]
        for _ in range(options.repetitions):
            for precision in work.precisions:
                print(f"{work.title}, {precision}", file=sys.stderr)
                trove = [options.trove, "bench", "encode", "--space", folder]
                trove += ["--modality", work.modality, "--precision", precision, "--threads", "1"]
                yield record(key, precision, table.TROVE, [*trove, *common])
                for name, peer in peers.items():
                    if peer.precision != precision:
                        continue
                    command = [python, HERE / "peer_bench.py", "--peer", name, "--work", key]
                    command += ["--folder", folder, "--exported", options.data]
                    yield record(key, precision, peer.title, [*command, *common])


def record(work: str, precision: str, contestant: str, command: list) -> dict:
    measurement = measure(command, threads=1)
    return {
        "work": work,
        "precision": precision,
        "contestant": contestant,
        "rate": measurement.lines[-1]["items_per_cpu_second"],
        "peak_bytes": measurement.peak_bytes,
    }


if __name__ == "__main__":
    sys.exit(main())
