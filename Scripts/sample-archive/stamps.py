"""What is taken from the packages: captioned pictures, sounds with the caption they belong to, photographs."""

import csv
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from errors import BuildError

STAMPS_FOLDER = "usr/share/tuxpaint/stamps"
PHOTOS_FOLDER = "usr/share/backgrounds"

# Glyphs and coins: nothing that a person keeps among the pictures or asks for in words.
LEFT_OUT = ("symbols/alphabets", "symbols/math", "symbols/money", "symbols/music")
# The only spoken words among the stamps' own sounds, outside the folders above.
SPOKEN = ("seasonal/hanukkah", "symbols/faces")


@dataclass(frozen=True)
class Picture:
    """A picture in the archive. `path` is relative to the output folder; `topic` is its top folder."""

    path: str
    caption: str
    topic: str


@dataclass(frozen=True)
class Sound:
    """A stamp's own sound. `caption` and `picture` are those of its stamp, where it has them."""

    path: str
    caption: str
    topic: str
    picture: str | None

    @property
    def name(self) -> str:
        return Path(self.path).name


def place_pictures(package_root: Path, output: Path) -> list[Picture]:
    source = package_root / STAMPS_FOLDER
    pictures = []
    for file in sorted(source.rglob("*.png")):
        inner = file.relative_to(source).as_posix()
        if is_inside(inner, LEFT_OUT):
            continue
        path = f"archive/pictures/{inner}"
        place(file, output / path)
        pictures.append(Picture(path, caption(file), topic(inner)))
    return pictures


def place_sounds(package_root: Path, output: Path) -> list[Sound]:
    source = package_root / STAMPS_FOLDER
    sounds: list[Sound] = []
    for file in sorted(source.rglob("*.ogg")):
        inner = file.relative_to(source).as_posix()
        # `NAME_desc*.ogg` is the caption read aloud, in many languages.
        if "_desc" in file.stem or is_inside(inner, LEFT_OUT + SPOKEN):
            continue
        path = f"archive/sounds/{file.name}"
        if any(sound.path == path for sound in sounds):
            raise BuildError(f"two sounds of the package are named {file.name}")
        place(file, output / path)
        picture = file.with_suffix(".png")
        picture_path = f"archive/pictures/{picture.relative_to(source).as_posix()}"
        sounds.append(
            Sound(path, caption(file), topic(inner), picture_path if picture.exists() else None)
        )
    return sounds


def place_photos(package_roots: list[Path], output: Path, captions_file: Path) -> list[Picture]:
    with captions_file.open(encoding="utf-8", newline="") as file:
        captions = {row["photo"]: row["caption"] for row in csv.DictReader(file)}
    photos = []
    for root in package_roots:
        for file in sorted((root / PHOTOS_FOLDER).glob("*.jpg")):
            if file.name not in captions:
                raise BuildError(f"{captions_file} has no caption for {file.name}")
            path = f"archive/photos/{file.name}"
            place(file, output / path)
            photos.append(Picture(path, captions[file.name], "photos"))
    return photos


def caption(file: Path) -> str:
    """The English caption of a stamp's file: the first line of its text, or "" if it has none."""
    # A picture that is offered mirrored as well has its text only once.
    text = file.with_name(file.stem.removesuffix("_mirror") + ".txt")
    if not text.exists():
        return ""
    lines = text.read_text(encoding="utf-8").splitlines()
    return lines[0].strip() if lines else ""


def caption_key(text: str) -> str:
    """Captions with the same key say the same: case and the closing mark do not matter."""
    return text.casefold().rstrip(".!? ")


def topic(inner_path: str) -> str:
    return inner_path.split("/", 1)[0]


def is_inside(inner_path: str, folders: tuple[str, ...]) -> bool:
    return any(inner_path.startswith(folder + "/") for folder in folders)


def place(source: Path, target: Path) -> None:
    """Hard-link the file, or copy it where the two folders are on different file systems."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
