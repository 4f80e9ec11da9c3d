"""What is compared: files, how Trove is asked for it, and what its rate counts.

Free of the peers' packages, so that the driver stays small.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    title: str
    files: tuple[str, ...]
    amount: float
    """Photos, or seconds of sound or video: what is divided by the processor's seconds."""
    options: tuple[str, ...] = ()
    """Of `trove bench decode`."""
    seconds: Callable[[dict], float] = lambda line: line["cpu_seconds"]
    """What counts of Trove's line."""


PHOTOS = tuple(f"photo-{number}.jpg" for number in range(6))


def decoding(line: dict) -> float:
    return line["decoding_cpu_seconds"]


def preparing(line: dict) -> float:
    return line["cpu_seconds"] - line["decoding_cpu_seconds"]


WORKS = {
    "photos": Work("12-megapixel JPEG to 256 × 256 planes, photos a second", PHOTOS, 6),
    # Ten times, so that starting the process counts little.
    "photos-workers": Work("the same in a worker process", 10 * PHOTOS, 60, ("--workers",)),
    "photos-crops": Work("with its four crops", PHOTOS, 6, ("--crops",)),
    "video": Work("1080p H.264, key frames ≤ 2 s apart, × real time", ("video.mp4",), 60, ("--no-sound",)),
    "video-workers": Work(
        "the same in a worker process", ("video.mp4",), 60, ("--no-sound", "--workers")),
    "video-long-gop": Work(
        "1080p H.264, key frames 8 s apart, × real time", ("video-long-gop.mp4",), 60, ("--no-sound",)),
    "flac": Work("FLAC 48 kHz to mono 44.1 kHz, × real time", ("sound.flac",), 300, seconds=decoding),
    "mp3": Work("MP3 48 kHz to mono 44.1 kHz, × real time", ("sound.mp3",), 300, seconds=decoding),
    "mel": Work(
        "windows of 2.5 s every 1.25 s to log-mels, × real time", ("sound.flac",), 300,
        seconds=preparing),
    "flac-windows": Work("FLAC to log-mels of windows, × real time", ("sound.flac",), 300),
    "flac-workers": Work(
        "the same in a worker process", ("sound.flac",), 300, ("--workers",)),
    "flac-encode": Work(
        "FLAC to embeddings of windows, × real time", ("sound.flac",), 300, ("--encode",)),
}
