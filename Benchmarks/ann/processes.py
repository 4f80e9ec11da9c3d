"""Run one measurement as a process of its own.

A process starts out with the peak memory of the one that started it (Linux keeps it over exec), so
that a large driver would hide the memory of a small contestant: this program does without numpy.
"""

import json
import os
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

THREAD_SETTINGS = ("OMP_", "GOMP_", "KMP_", "OPENBLAS_", "MKL_", "BLIS_", "NVPL_")
"""Environment variables that choose kernels and thread counts begin so."""


class MeasurementError(Exception):
    pass


@dataclass(frozen=True)
class Measurement:
    lines: list[dict[str, float]]
    """What the process printed."""
    peak_bytes: int
    """The most memory that it had resident, pages of mapped files included."""


def measure(command: list[str | Path], threads: int) -> Measurement:
    """Raises MeasurementError where the command fails or prints something else than JSON lines."""
    shown = " ".join(str(word) for word in command)
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment(threads)
        )
    except OSError as error:
        raise MeasurementError(f"{shown}: {error}") from error
    try:
        output = process.stdout.read()
    except KeyboardInterrupt:
        process.kill()
        raise
    finally:
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise MeasurementError(f"{shown}: exit code {process.returncode}")
    try:
        lines = [json.loads(line) for line in output.splitlines()]
    except ValueError as error:
        raise MeasurementError(f"{shown}: printed no JSON: {error}") from error
    return Measurement(lines, usage.ru_maxrss * 1024)


def own_peak_bytes() -> int:
    """No measured peak is less, whatever the process took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def environment(threads: int) -> dict[str, str]:
    """This process's environment without settings of BLAS and OpenMP, except the thread count."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(THREAD_SETTINGS)
    }
    return kept | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown processor")
