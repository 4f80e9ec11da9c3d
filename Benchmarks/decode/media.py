"""Makes the media that decoders are compared on, the same from every run of the same program.

Photos: 12 megapixels, noise of all scales (its amplitude falls with frequency, as in photographs), shapes
with hard edges, grain; JPEG of quality 91, 4:2:0, about 3.3 MB each. Videos: 60 s of 1080p at 30 frames
a second, H.264 and AAC, a new scene every 4 s; one with a key frame at least every 2 s, one with
x264's usual distance of 250 frames. Sound: 5 minutes of 16 bits, two channels, 48 kHz, FLAC and MP3.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

PHOTOS = 6
WIDTH, HEIGHT = 4000, 3000
SCENE_SECONDS, VIDEO_SECONDS, SOUND_SECONDS = 4, 60, 300
RATE = 48_000


def make(folder: Path) -> None:
    """Makes what is not in `folder` yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PHOTOS):
        make_file(folder / f"photo-{number}.jpg", lambda path: save_photo(number, path))
    photos = [folder / f"photo-{number}.jpg" for number in range(PHOTOS)]
    make_file(folder / "video.mp4", lambda path: encode_video(photos, path, ["-g", "60"]))
    make_file(folder / "video-long-gop.mp4", lambda path: encode_video(photos, path, ["-g", "250", "-sc_threshold", "0"]))
    make_file(folder / "sound.flac", encode_sound)
    make_file(
        folder / "sound.mp3",
        lambda path: ffmpeg("-i", folder / "sound.flac", "-b:a", "160k", path),
    )


def make_file(path: Path, write) -> None:
    """Only a finished file gets its name."""
    if path.exists():
        return
    print(f"making {path.name}", file=sys.stderr)
    part = path.with_name("part-" + path.name)
    write(part)
    part.rename(path)


def save_photo(seed: int, path: Path) -> None:
    photo(seed).save(path, quality=91, subsampling="4:2:0")


def photo(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    light = np.zeros((HEIGHT, WIDTH), np.float32)
    colour = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    cells = [2 * 2**octave for octave in range(9)]
    for cell in cells:
        light += smooth_noise(random, cell) * 2.0 * cell**0.5
    for channel in range(3):
        colour[..., channel] = smooth_noise(random, 700) * 50 + smooth_noise(random, 90) * 12
    picture = Image.fromarray(np.clip(118 + light[..., None] + colour, 0, 255).astype(np.uint8))
    add_shapes(random, ImageDraw.Draw(picture))
    grain = random.standard_normal((HEIGHT, WIDTH, 1), np.float32) * 4.0
    return Image.fromarray(
        np.clip(np.asarray(picture, np.float32) + grain, 0, 255).astype(np.uint8))


def smooth_noise(random: np.random.Generator, cell: int) -> np.ndarray:
    """Noise of standard deviation about 1 before smoothing, whose detail is `cell` pixels wide."""
    shape = (HEIGHT // cell + 2, WIDTH // cell + 2)
    small = Image.fromarray(random.standard_normal(shape).astype(np.float32))
    return np.asarray(small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))


def add_shapes(random: np.random.Generator, draw: ImageDraw.ImageDraw) -> None:
    for number in range(60):
        left, top = random.integers(-200, WIDTH), random.integers(-200, HEIGHT)
        across, down = random.integers(20, 900, 2)
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        box = (left, top, left + across, top + down)
        shape = draw.ellipse if number % 2 else draw.rectangle
        if number % 3:
            shape(box, outline=colour, width=int(random.integers(2, 14)))
        else:
            shape(box, fill=colour)


def encode_video(photos: list[Path], path: Path, groups: list[str]) -> None:
    """Slides over the photos, one after the other, with some noise."""
    scenes = VIDEO_SECONDS // SCENE_SECONDS
    inputs, filters = [], []
    for scene in range(scenes):
        inputs += ["-loop", "1", "-framerate", "30", "-t", SCENE_SECONDS, "-i", photos[scene % len(photos)]]
        filters.append(
            f"[{scene}:v]scale=2600:1950,crop=1920:1080:{10 * scene}+t*{20 + 3 * scene}:{5 * scene}+t*{60 - 3 * scene},"
            f"setsar=1,format=yuv420p[scene{scene}];"
        )
    joined = "".join(f"[scene{scene}]" for scene in range(scenes))
    filters.append(f"{joined}concat=n={scenes}:v=1,noise=alls=3:allf=t:all_seed=1[video]")
    tones = f"aevalsrc=0.2*sin(2*PI*(220+40*sin(t))*t)+0.05*(random(0)-0.5):s={RATE}:d={VIDEO_SECONDS}"
    ffmpeg(
        *inputs, "-f", "lavfi", "-i", tones, "-filter_complex", "".join(filters), "-map", "[video]", "-map",
        f"{scenes}:a", "-c:v", "libx264", "-preset", "superfast", "-crf", "24", *groups, "-c:a", "aac", "-b:a",
        "128k", path,
    )


def encode_sound(path: Path) -> None:
    """Tones that glide, with noise that swells, different in both channels."""
    random = np.random.default_rng(0)
    time = np.arange(SOUND_SECONDS * RATE) / RATE
    swell = 0.03 + 0.03 * np.sin(2 * np.pi * time / 7)
    channels = [
        0.25 * np.sin(2 * np.pi * (base * time + 40 * np.sin(time / 3)))
        + 0.1 * np.sin(2 * np.pi * 3.01 * base * time)
        + swell * random.standard_normal(len(time))
        for base in (220, 330)
    ]
    samples = (np.clip(np.stack(channels, 1), -1, 1) * 32767).astype("<i2")
    ffmpeg("-f", "s16le", "-ar", RATE, "-ac", 2, "-i", "-", path, data=samples.tobytes())


def ffmpeg(*arguments, data: bytes = b"") -> None:
    command = ["ffmpeg", "-v", "error", "-y", *map(str, arguments)]
    subprocess.run(command, input=data, check=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
