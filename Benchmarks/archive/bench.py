#!/usr/bin/env python3
"""Indexes photos of 12 megapixels with Trove and with rclip, on one network, in one run.

Prints a Markdown table; RESULTS (one JSON object a line) holds everything measured. Photos and models
are made once and kept in --data, about 1.6 GB. What makes them and rclip lie in a virtual environment:

    python3 -m venv VENV && VENV/bin/pip install -r Benchmarks/archive/requirements.txt
"""

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path

import table
from contestants import CONTESTANTS, Data
from usage import CommandError

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "common"))

from comparison import add_choice, compare, parsed, parser  # noqa: E402

VOCABULARY = "bpe_simple_vocab_16e6.txt.gz"


def main() -> int:
    return compare(
        options(), records, lambda results: table.markdown(table.read(results)),
        (CommandError, subprocess.CalledProcessError),
    )


def options() -> argparse.Namespace:
    words = parser(__doc__, "archive")
    words.add_argument("--photos", type=int, default=60, help="more than one")
    add_choice(words, "--only", CONTESTANTS)
    return parsed(words)


def made(options: argparse.Namespace, python: Path) -> Data:
    """Makes what is not there yet."""
    folder = options.data.resolve()
    photos, one = folder / f"photos-{options.photos}", folder / "photos-1"
    for count, output in ((options.photos, photos), (1, one)):
        words = ["--output", output, "--count", str(count)]
        subprocess.run([python, HERE / "photos.py", *words], check=True)
    data = Data(
        options.trove.resolve(), python.absolute(), photos, one,
        trove_space=folder / "clip-b32-256", rclip_models=folder / "rclip-models",
    )
    if not data.rclip_models.exists():
        vocabulary(python, folder)
        partial = folder / "partial-models"
        subprocess.run(
            [
                python, HERE / "models.py", "--vocabulary", folder / VOCABULARY,
                "--rclip", partial, "--trove", data.trove_space,
            ],
            check=True,
        )
        partial.rename(data.rclip_models)
    return data


def vocabulary(python: Path, folder: Path) -> None:
    """The package that has it needs much else, so it is only unpacked."""
    subprocess.run(
        [python, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, "open_clip_torch==3.3.0"],
        check=True,
    )
    with zipfile.ZipFile(next(folder.glob("open_clip_torch-*.whl"))) as package:
        (folder / VOCABULARY).write_bytes(package.read(f"open_clip/{VOCABULARY}"))


def records(options: argparse.Namespace, python: Path):
    """Contestants take turns, with the photos and with one, which tells what the start takes."""
    data = made(options, python)
    for repetition in range(options.repetitions):
        for name in options.only:
            for photos in (options.photos, 1):
                usage = CONTESTANTS[name](data, data.one if photos == 1 else data.photos)
                print(f"{name}, {photos} photos: {usage.seconds:.2f} s", file=sys.stderr)
                yield {
                    "contestant": name, "photos": photos, "repetition": repetition,
                    "seconds": usage.seconds, "cpu_seconds": usage.cpu_seconds,
                    "peak_bytes": usage.peak_bytes,
                }


if __name__ == "__main__":
    sys.exit(main())
