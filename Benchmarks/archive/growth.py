#!/usr/bin/env python3
"""Whether the memory of a run grows with the archive: indexes small pictures, all of them distinct.

    Benchmarks/archive/growth.py --trove .build/release/trove [--counts 1000,100000] [--space NAME|DIR]

Prints a Markdown table. Memory is the sum of the proportional set sizes of all processes, its peak.
"""

import argparse
import json
import random
import struct
import tempfile
import zlib
from pathlib import Path

from usage import run

SIDE = 64
BLOCKS = 8
FOLDER = 500
"""Pictures in one folder."""


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(number: int) -> bytes:
    """A PNG of coloured blocks; https://www.w3.org/TR/png-3/."""
    source = random.Random(number)
    width = SIDE // BLOCKS
    rows = []
    for _ in range(BLOCKS):
        row = b"\0" + b"".join(source.randbytes(3) * width for _ in range(BLOCKS))
        rows += [row] * width
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"".join(rows), 1)) + chunk(b"IEND", b"")
    )


def make(folder: Path, count: int) -> None:
    for number in range(count):
        part = folder / f"{number // FOLDER:05}"
        if number % FOLDER == 0:
            part.mkdir(parents=True)
        (part / f"picture{number:06}.png").write_bytes(picture(number))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trove", type=Path, required=True, help="the built program")
    parser.add_argument(
        "--counts", type=lambda text: [int(count) for count in text.split(",")],
        default=[1000, 100_000],
    )
    parser.add_argument("--space", default="starter")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    print("| pictures | seconds | CPU seconds | commits | decode + encode | peak, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in options.counts:
        with tempfile.TemporaryDirectory() as home:
            archive = Path(home) / "archive"
            make(archive, count)
            usage = run(
                [
                    options.trove.resolve(), "index", archive, "--space", options.space,
                    "--threads", str(options.threads), "--profile", "--json",
                    "--library", f"{home}/library",
                ],
                {}, archive,
            )
        report = json.loads(usage.output)
        assert report["indexed"]["image"] == count, report["indexed"]
        stages = report["profile"]["processor"]["stages"]
        commits = report["profile"]["commit"]["stages"]["committing"]["share"]
        busy = sum(stages[stage]["share"] for stage in ("decoding", "encoding"))
        print(
            f"| {count:,} | {usage.seconds:.1f} | {usage.cpu_seconds:.1f} | {commits:.1%} "
            f"| {busy:.1%} | {usage.peak_bytes / 1e6:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
