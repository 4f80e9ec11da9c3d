"""Runs a command and tells what it took, with all processes that it starts."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.1
"""Seconds between looks at the memory."""


class CommandError(Exception):
    pass


@dataclass(frozen=True)
class Usage:
    output: str
    seconds: float
    cpu_seconds: float
    """Of all processes."""
    peak_bytes: int
    """The largest sum of the processes' proportional set sizes that was seen: a page that several
    of them share counts once, mapped files' pages count too."""


def run(command: list[str | Path], environment: dict[str, str], folder: Path) -> Usage:
    """Raises CommandError where the command fails."""
    begin = time.monotonic()
    with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as printed:
        process = subprocess.Popen(
            command, env=os.environ | environment, cwd=folder, stdout=printed,
            stderr=subprocess.DEVNULL,
        )
        peak = 0
        try:
            while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
                peak = max(peak, sum(map(proportional_bytes, family(process.pid))))
                time.sleep(INTERVAL)
        except KeyboardInterrupt:
            process.kill()
            raise
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        printed.seek(0)
        output = printed.read()
    if process.returncode:
        shown = " ".join(map(str, command))
        raise CommandError(f"{shown}: exit code {process.returncode}")
    # With its children that it waited for.
    usage = ended[2]
    return Usage(output, seconds, usage.ru_utime + usage.ru_stime, peak)


def family(ancestor: int) -> set[int]:
    """A process and those that came of it, as far as they live."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name before it, in parentheses, may hold anything.
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {ancestor}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def proportional_bytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
