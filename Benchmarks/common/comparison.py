"""What programs that compare Trove with peers have in common: their options, and how a run goes.

Results are JSON objects, one a line, kept beside the files that a comparison makes for itself.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trove"


def parser(
    description: str, name: str, needs_trove: bool = True, repetitions: int = 3
) -> argparse.ArgumentParser:
    """- name: of the folders in the cache.
    - needs_trove: False where peers may be measured alone."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--trove", type=Path, required=needs_trove,
        help="the built program" + ("" if needs_trove else "; without it only peers run"),
    )
    parser.add_argument("--venv", type=Path, default=CACHE / f"{name}-venv")
    parser.add_argument("--data", type=Path, default=CACHE / f"{name}-data")
    parser.add_argument("--results", type=Path, help="default: results.jsonl in --data")
    parser.add_argument("--repetitions", type=int, default=repetitions)
    return parser


def add_choice(parser: argparse.ArgumentParser, option: str, known: Iterable[str]) -> None:
    """An option that takes some of what is known, with commas between."""

    def chosen(text: str) -> list[str]:
        if unknown := set(names := text.split(",")) - set(known):
            raise argparse.ArgumentTypeError(
                f"{', '.join(unknown)}: choose from {', '.join(known)}"
            )
        return names

    parser.add_argument(
        option, type=chosen, default=list(known), help="default: " + ",".join(known)
    )


def parsed(parser: argparse.ArgumentParser) -> argparse.Namespace:
    options = parser.parse_args()
    if options.trove and not options.trove.is_file():
        parser.error(f"{options.trove}: no such program")
    options.results = options.results or options.data / "results.jsonl"
    return options


def compare(
    options: argparse.Namespace,
    records: Callable[[argparse.Namespace, Path], Iterable[dict]],
    table: Callable[[Path], str],
    errors: tuple[type[Exception], ...],
) -> int:
    """Writes down each of the records and prints the table of all.

    - records: gets the options and the Python of the virtual environment.
    - table: gets the file of results.
    - errors: end the comparison with a message. Returns the exit code.
    """

    def write(python: Path, file: TextIO) -> None:
        for record in records(options, python):
            print(json.dumps(record), file=file)

    return measured(options, write, table, errors)


def measured(
    options: argparse.Namespace,
    measure: Callable[[Path, TextIO], None],
    table: Callable[[Path], str],
    errors: tuple[type[Exception], ...],
) -> int:
    """As `compare`, with a function that writes down what it measures.

    - measure: gets the Python of the virtual environment and the file of results.
    """
    python = options.venv / "bin" / "python"
    if not python.exists():
        print(f"bench.py: {options.venv}: no virtual environment; see --help", file=sys.stderr)
        return 1
    options.results.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(options.results, "w", encoding="utf-8", buffering=1) as file:
            measure(python, file)
    except KeyboardInterrupt:
        print(f"bench.py: interrupted; {options.results} holds what was measured", file=sys.stderr)
        return 130
    except errors as error:
        print(f"bench.py: {error}", file=sys.stderr)
        return 1
    print(table(options.results))
    return 0
