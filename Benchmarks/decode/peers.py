"""The libraries that Trove's decoding is compared with, each as a function of a file.

A function gives what the starter space's networks take: the whole picture squeezed into a square of
SIDE pixels, as three planes of floats; mono sound at RATE; log-mel spectrograms of windows. Libraries
are imported by the function that is asked for.
"""

import math
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SIDE = 256
RATE = 44_100
WINDOW_SECONDS, HOP_SECONDS = 2.5, 1.25
FRAME, FRAME_HOP, BANDS = 2048, 1024, 96


@dataclass(frozen=True)
class Peer:
    title: str
    works: tuple[str, ...]
    package: str | None
    """Which must be installed; none for the program ffmpeg."""
    make: Callable[[Path], Callable]
    """(a file, for what is read beforehand) → function of a file."""


def planes(pixels):
    import numpy as np

    return (np.asarray(pixels, np.float32).transpose(2, 0, 1) - 127) * (1 / 128)


def pillow(draft: int | None):
    def make(_):
        from PIL import Image

        def run(path):
            with Image.open(path) as picture:
                if draft:
                    picture.draft("RGB", (draft, draft))
                return planes(picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC))

        return run

    return make


def opencv(flag: str):
    def make(_):
        import cv2

        cv2.setNumThreads(1)

        def run(path):
            picture = cv2.imread(str(path), getattr(cv2, flag))
            small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
            return planes(cv2.cvtColor(small, cv2.COLOR_BGR2RGB))

        return run

    return make


def vips(_):
    import pyvips

    return lambda path: planes(
        pyvips.Image.thumbnail(str(path), SIDE, height=SIDE, size="force").numpy())


def pyav_keyframes(_):
    import av

    def run(path):
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            stream.thread_count = 1
            stream.codec_context.skip_frame = "NONKEY"
            return [
                planes(frame.to_ndarray(width=SIDE, height=SIDE, format="rgb24"))
                for frame in container.decode(stream)
            ]

    return run


def ffmpeg_keyframes(_):
    return lambda path: ffmpeg(
        "-threads", 1, "-skip_frame", "nokey", "-i", path, "-an", "-fps_mode", "passthrough", "-vf",
        f"scale={SIDE}:{SIDE}", "-pix_fmt", "rgb24", "-f", "rawvideo", "-")


def ffmpeg_sound(_):
    return lambda path: ffmpeg("-threads", 1, "-i", path, "-ac", 1, "-ar", RATE, "-f", "f32le", "-")


def ffmpeg(*arguments) -> bytes:
    command = ["ffmpeg", "-v", "error", "-nostdin", "-filter_threads", "1", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def soxr_sound(_):
    import soundfile
    import soxr

    def run(path):
        samples, rate = soundfile.read(path, dtype="float32")
        return soxr.resample(samples.mean(1), rate, RATE)

    return run


def librosa_sound(_):
    import librosa

    return lambda path: librosa.load(path, sr=RATE, mono=True)[0]


def windows(samples):
    """Overlapping, as Trove cuts sound."""
    import numpy as np

    length, hop = int(WINDOW_SECONDS * RATE), int(HOP_SECONDS * RATE)
    count = max(1, math.ceil((len(samples) - length) / hop) + 1)
    padded = np.zeros((count - 1) * hop + length, np.float32)
    padded[: min(len(samples), len(padded))] = samples[: len(padded)]
    return np.lib.stride_tricks.sliding_window_view(padded, length)[::hop]


def bands():
    import librosa

    return librosa.filters.mel(sr=RATE, n_fft=FRAME, n_mels=BANDS, htk=True)


def librosa_mel(path):
    import librosa
    import numpy as np

    cut = windows(soxr_sound(path)(path))
    weights = bands()

    def run(_):
        power = np.abs(librosa.stft(cut, n_fft=FRAME, hop_length=FRAME_HOP, pad_mode="constant")) ** 2
        return np.log10(1e4 * (weights @ power) + 1)

    return run


def numpy_mel(path):
    import numpy as np

    cut = np.pad(windows(soxr_sound(path)(path)), ((0, 0), (FRAME // 2, FRAME // 2)))
    weights = bands().T.copy()
    window = np.hanning(FRAME).astype(np.float32)

    def run(_):
        frames = np.lib.stride_tricks.sliding_window_view(cut, FRAME, axis=1)[:, ::FRAME_HOP]
        spectrum = np.fft.rfft(frames * window)
        return np.log10(1e4 * ((spectrum.real**2 + spectrum.imag**2) @ weights) + 1)

    return run


def torch_transform():
    import torch

    torch.set_num_threads(1)
    weights = torch.from_numpy(bands())
    window = torch.hann_window(FRAME, periodic=False)

    def run(cut):
        spectrum = torch.stft(
            cut, FRAME, FRAME_HOP, window=window, pad_mode="constant", return_complex=True)
        power = torch.view_as_real(spectrum).square().sum(-1)
        return torch.log10(1e4 * (weights @ power) + 1)

    return run


def torch_mel(path):
    import torch

    cut = torch.from_numpy(windows(soxr_sound(path)(path)).copy())
    transform = torch_transform()
    return lambda _: transform(cut)


def soxr_and_torch(path):
    import torch

    sound, transform = soxr_sound(path), torch_transform()
    return lambda file: transform(torch.from_numpy(windows(sound(file)).copy()))


VIDEOS = ("video", "video-long-gop")
SOUNDS = ("flac", "mp3")

PEERS = {
    "pillow-quarter": Peer("Pillow, 1/4", ("photos",), "pillow", pillow(draft=2 * SIDE)),
    "pillow-eighth": Peer("Pillow, 1/8", ("photos",), "pillow", pillow(draft=SIDE)),
    "pillow": Peer("Pillow, full size", ("photos",), "pillow", pillow(draft=None)),
    "opencv-quarter": Peer(
        "OpenCV, 1/4", ("photos",), "opencv-python-headless", opencv("IMREAD_REDUCED_COLOR_4")),
    "opencv-eighth": Peer(
        "OpenCV, 1/8", ("photos",), "opencv-python-headless", opencv("IMREAD_REDUCED_COLOR_8")),
    "opencv": Peer("OpenCV, full size", ("photos",), "opencv-python-headless", opencv("IMREAD_COLOR")),
    "vips": Peer("pyvips, thumbnail", ("photos",), "pyvips", vips),
    "pyav": Peer("PyAV, key frames", VIDEOS, "av", pyav_keyframes),
    "ffmpeg-keyframes": Peer("ffmpeg, key frames", VIDEOS, None, ffmpeg_keyframes),
    "soxr": Peer("soundfile, soxr HQ", SOUNDS, "soxr", soxr_sound),
    "ffmpeg-sound": Peer("ffmpeg, swr", SOUNDS, None, ffmpeg_sound),
    "librosa": Peer("librosa.load", SOUNDS, "librosa", librosa_sound),
    "torch-mel": Peer("torch.stft", ("mel",), "torch", torch_mel),
    "librosa-mel": Peer("librosa", ("mel",), "librosa", librosa_mel),
    "numpy-mel": Peer("NumPy", ("mel",), "numpy", numpy_mel),
    "soxr-torch": Peer("soundfile, soxr HQ, torch.stft", ("flac-windows",), "torch", soxr_and_torch),
}
