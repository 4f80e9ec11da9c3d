#!/usr/bin/env python3
"""Whether a run waits: photos indexed, beside its two stages alone, all on as many cores.

    Benchmarks/archive/pipeline.py --trove .build/release/trove [--photos DIR] [--space DIR]

Prints a Markdown table. Both stages are work for the same cores, so that a run that never waits takes
as long as one after the other. Its start, which a run of one photo tells, is left out.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from contestants import index

sys.path.append(str(Path(__file__).resolve().parent.parent / "common"))

from comparison import CACHE  # noqa: E402

DATA = CACHE / "archive-data"


def copies(photos: list[Path], count: int, folder: Path) -> None:
    """Copies that Trove takes for different files: a byte or more stand behind the picture's end."""
    folder.mkdir()
    for number in range(count):
        copy = folder / f"{number:05}.jpg"
        shutil.copy(photos[number % len(photos)], copy)
        with copy.open("ab") as file:
            file.write(str(number).encode())


def indexing(options: argparse.Namespace, precision: str, archive: Path) -> tuple[float, dict]:
    """Seconds, and shares of the processor's time by stage."""
    with tempfile.TemporaryDirectory() as home:
        usage = index(
            options.trove, options.space, archive, home, precision,
            {
                "sampling": {"crops": False}, "limits": {"threads": options.threads},
                "report": {"profile": True},
            },
        )
    stages = json.loads(usage.output)["profile"]["processor"]["stages"]
    return usage.seconds, {name: stage["share"] for name, stage in stages.items()}


def encoding_alone(options: argparse.Namespace, precision: str) -> float:
    """Photos a second."""
    output = subprocess.check_output([
        options.trove, "bench", "encode", "--space", options.space, "--modality", "image",
        "--batch", "8", "--threads", str(options.threads), "--seconds", "4",
        "--precision", precision,
    ], stderr=subprocess.DEVNULL)
    return json.loads(output)["items_per_second"]


def decoding_alone(options: argparse.Namespace, photos: list[Path]) -> float:
    """Photos a second, of a process a core, each with one that decodes for it as in a run."""
    command = [options.trove, "bench", "decode", "--workers", "--space", options.space, *photos]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(options.threads)
    ]
    outputs = [process.communicate()[0] for process in processes]
    return sum(json.loads(output)["files_per_second"] for output in outputs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trove", type=Path, required=True, help="the built program")
    parser.add_argument("--photos", type=Path, default=DATA / "photos-60")
    parser.add_argument("--space", type=Path, default=DATA / "clip-b32-256")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.trove = options.trove.resolve()
    photos = sorted(options.photos.resolve().glob("*.jpg"))
    print("| photos/s | decoding alone | encoding alone | one after the other | run | of that"
          " | decode + encode |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as home:
        one, many = Path(home) / "one", Path(home) / "many"
        copies(photos, 1, one)
        copies(photos, options.count, many)
        for precision in ("f32", "bf16", "int8"):
            decoding = decoding_alone(options, photos[:20])
            encoding = encoding_alone(options, precision)
            ideal = 1 / (1 / decoding + 1 / encoding)
            start = min(indexing(options, precision, one)[0] for _ in range(2))
            seconds, shares = indexing(options, precision, many)
            rate = (options.count - 1) / (seconds - start)
            print(
                f"| {precision} | {decoding:.1f} | {encoding:.1f} | {ideal:.1f} | {rate:.1f}"
                f" | {rate / ideal:.0%} | {shares['decoding'] + shares['encoding']:.1%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
