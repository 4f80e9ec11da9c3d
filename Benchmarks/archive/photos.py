"""Makes photos as a camera has them: seeded JPEGs of 12 megapixels, about 3.3 MB each.

    photos.py --output DIR --count 60

Brightness falls off over spatial frequencies as in natural pictures (a power law), in patches with
edges, under the grain of a sensor: what JPEG's entropy coding, and so decoding, takes time for.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 4000, 3000
QUALITY = 90
GRAIN = 4.6
"""Standard deviation of the brightness of a pixel; decides the files' size."""


def clouds(generator: np.random.Generator, width: int, height: int, exponent: float) -> np.ndarray:
    """Noise of mean 0 and deviation 1 whose amplitude falls with frequency to the `exponent`."""
    rows = np.fft.fftfreq(height)[:, None]
    columns = np.fft.rfftfreq(width)[None, :]
    frequency = np.hypot(rows, columns)
    frequency[0, 0] = np.inf
    phases = generator.uniform(0, 2 * np.pi, frequency.shape)
    spectrum = frequency**-exponent * np.exp(1j * phases)
    field = np.fft.irfft2(spectrum, s=(height, width))
    return ((field - field.mean()) / field.std()).astype(np.float32)


def patches(generator: np.random.Generator) -> np.ndarray:
    """Things with edges: how much brighter or darker they make what is under them."""
    layer = Image.new("L", (WIDTH, HEIGHT), 128)
    draw = ImageDraw.Draw(layer)
    for _ in range(90):
        middle = generator.uniform((0, 0), (WIDTH, HEIGHT))
        size = generator.uniform(40, 500)
        angles = np.sort(generator.uniform(0, 2 * np.pi, generator.integers(3, 9)))
        corners = middle + size * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        draw.polygon([tuple(corner) for corner in corners], fill=int(generator.integers(60, 196)))
    softened = layer.filter(ImageFilter.GaussianBlur(1.2))
    return np.asarray(softened, dtype=np.float32) - 128


def photo(seed: int) -> Image.Image:
    generator = np.random.default_rng(seed)
    light = 120 + 34 * clouds(generator, WIDTH // 2, HEIGHT // 2, 1.5)
    light = np.asarray(Image.fromarray(light).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    light = light + patches(generator)
    light = light + GRAIN * generator.standard_normal((HEIGHT, WIDTH), dtype=np.float32)
    planes = [light]
    for _ in range(2):
        colour = 128 + 18 * clouds(generator, WIDTH // 4, HEIGHT // 4, 1.8)
        wide = Image.fromarray(colour).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        planes.append(np.asarray(wide))
    pixels = np.clip(np.stack(planes, axis=2), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels, mode="YCbCr")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for seed in range(options.count):
        path = options.output / f"photo{seed:03}.jpg"
        if path.exists():
            continue
        # A file that is there is whole.
        partial = path.with_suffix(".partial")
        photo(seed).save(partial, "JPEG", quality=QUALITY, subsampling="4:2:0")
        partial.rename(path)


if __name__ == "__main__":
    main()
