"""Where in a sound file something is heard, and how loud."""

import subprocess
from array import array
from dataclasses import dataclass
from operator import mul
from pathlib import Path

from errors import BuildError

RATE = 16_000
FRAME = RATE // 100
# What is 26 dB below the loudest 10 ms no longer counts as heard.
HEARD_FRACTION = 0.05
# Some files of the package hold digital silence.
SILENCE = 0.001


@dataclass(frozen=True)
class Loudness:
    """`start` and `end` in seconds bound what is heard; `rms` and `peak` of it, in 0…1."""

    start: float
    end: float
    rms: float
    peak: float

    @property
    def duration(self) -> float:
        return self.end - self.start


def measure(path: Path) -> Loudness | None:
    """The loudness of the file, or None if it is silent."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE)]
    result = subprocess.run([*command, "-f", "s16le", "-"], capture_output=True)
    if result.returncode != 0:
        raise BuildError(f"ffmpeg could not decode {path}: {result.stderr.decode().strip()}")
    samples = array("h")
    samples.frombytes(result.stdout)
    return loudness(samples)


def loudness(samples: array) -> Loudness | None:
    """The loudness of 16-bit mono samples at `RATE`, or None if they are silent."""
    frames = [samples[i : i + FRAME] for i in range(0, len(samples), FRAME)]
    energies = [sum(map(mul, frame, frame)) / len(frame) / 32768**2 for frame in frames]
    loudest = max(energies, default=0) ** 0.5
    if loudest < SILENCE:
        return None
    heard = [i for i, e in enumerate(energies) if e**0.5 >= loudest * HEARD_FRACTION]
    inside = energies[heard[0] : heard[-1] + 1]
    return Loudness(
        start=heard[0] * FRAME / RATE,
        end=min((heard[-1] + 1) * FRAME, len(samples)) / RATE,
        rms=(sum(inside) / len(inside)) ** 0.5,
        peak=max(abs(s) for s in samples) / 32768,
    )
