"""What programs that compare Trove with peers have in common: their options, and how a run goes.

Results are JSON objects, one a line, kept beside the files that a comparison makes for itself.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trove"


def parser(description: str, name: str) -> argparse.ArgumentParser:
    """- name: of the folders in the cache."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trove", type=Path, required=True, help="the built program")
    parser.add_argument("--venv", type=Path, default=CACHE / f"{name}-venv")
    parser.add_argument("--data", type=Path, default=CACHE / f"{name}-data")
    parser.add_argument("--results", type=Path, help="default: results.jsonl in --data")
    parser.add_argument("--repetitions", type=int, default=3)
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
    if not options.trove.is_file():
        parser.error(f"{options.trove}: no such program")
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
    python = options.venv / "bin" / "python"
    if not python.exists():
        print(f"bench.py: {options.venv}: no virtual environment; see --help", file=sys.stderr)
        return 1
    results = options.results or options.data / "results.jsonl"
    results.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(results, "w", encoding="utf-8", buffering=1) as file:
            for record in records(options, python):
                print(json.dumps(record), file=file)
    except KeyboardInterrupt:
        print(f"bench.py: interrupted; {results} holds what was measured", file=sys.stderr)
        return 130
    except errors as error:
        print(f"bench.py: {error}", file=sys.stderr)
        return 1
    print(table(results))
    return 0
