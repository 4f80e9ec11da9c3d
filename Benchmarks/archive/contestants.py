"""Programs that index photos: each indexes a folder from nothing and then answers one search."""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from usage import CommandError, Usage, run

QUERY = "a dog on the beach"


@dataclass(frozen=True)
class Data:
    trove: Path
    python: Path
    photos: Path
    one: Path
    """A folder with the first of them alone."""
    trove_space: Path
    rclip_models: Path


def rclip(data: Data, folder: Path) -> Usage:
    """Indexes and searches in one process."""
    with tempfile.TemporaryDirectory() as home:
        for entry in data.rclip_models.iterdir():
            (Path(home) / entry.name).symlink_to(entry)
        return run(
            [data.python, "-m", "rclip.main", "--filepath-only", QUERY], {"RCLIP_DATADIR": home},
            folder,
        )


def index(
    program: Path, space: Path, folder: Path, home: str, precision: str, job: dict
) -> Usage:
    """Indexes a folder into a library in `home` by a job, which `job` has more of."""
    job = {"roots": str(folder), "space": str(space), "settle": "0 s", **job}
    # YAML holds JSON.
    (Path(home) / "job.yaml").write_text(json.dumps(job))
    words = ["--library", f"{home}/library", "--precision", precision]
    return run([program, "run", f"{home}/job.yaml", "--json", *words], {}, folder)


def trove(precision: str, crops: bool) -> Callable[[Data, Path], Usage]:
    """Indexes in one process, with those that decode for it, and searches in another."""

    def measured(data: Data, folder: Path) -> Usage:
        with tempfile.TemporaryDirectory() as home:
            indexing = index(
                data.trove, data.trove_space, folder, home, precision,
                {"sampling": {"crops": crops}},
            )
            report = json.loads(indexing.output)
            count = sum(entry.name.endswith(".jpg") for entry in os.scandir(folder))
            if report["indexed"]["image"] != count:
                raise CommandError(f"of {count} photos, {report['indexed']} were indexed")
            words = ["--library", f"{home}/library", "--precision", precision]
            searching = run([data.trove, "search", QUERY, "--no-cutoff", *words], {}, folder)
            return Usage(
                indexing.output, indexing.seconds + searching.seconds,
                indexing.cpu_seconds + searching.cpu_seconds,
                max(indexing.peak_bytes, searching.peak_bytes),
            )

    return measured


CONTESTANTS: dict[str, Callable[[Data, Path], Usage]] = {
    "rclip": rclip,
    "trove-f32": trove("f32", crops=False),
    "trove-bf16": trove("bf16", crops=False),
    "trove-int8": trove("int8", crops=False),
    "trove-bf16-crops": trove("bf16", crops=True),
    "trove-int8-crops": trove("int8", crops=True),
}
