#!/usr/bin/env python3
"""Assemble the sample archive: real, freely licensed media with the truth about what they hold.

OUTPUT/archive/{pictures,photos,sounds,videos} is what one indexes; OUTPUT/queries holds the truth
(CSV files and sounds to search with) and stays out of the index. Needs apt-get, dpkg-deb and ffmpeg.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import licences
import packages
import queries
import stamps
import videos
from errors import BuildError
from loudness import measure
from timeline import plan_clips

HERE = Path(__file__).resolve().parent
SEED = 2
STATE = ".sample-archive.json"
FOLDERS = ("archive", "queries")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, required=True, help="where packages are kept")
    parser.add_argument("--output", type=Path, required=True, help="where the archive is made")
    options = parser.parse_args()
    try:
        build(options.cache.resolve(), options.output.resolve())
    except (BuildError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    return 0


def build(cache: Path, output: Path) -> None:
    key = input_hash()
    if is_complete(output, key):
        print(f"The sample archive in {output} is up to date.")
        report_sizes(output)
        return
    if not shutil.which("ffmpeg"):
        raise BuildError("ffmpeg is not installed; run `apt-get install ffmpeg` as root")
    claim(output)
    cache.mkdir(parents=True, exist_ok=True)

    roots = {}
    for package in packages.PACKAGES:
        print(f"Package {package.name} {package.version}", flush=True)
        roots[package] = packages.unpacked(package, cache)
    for folder in FOLDERS:
        shutil.rmtree(output / folder, ignore_errors=True)

    print("Pictures, photographs and sounds", flush=True)
    pictures = stamps.place_pictures(roots[packages.STAMPS], output)
    photos = stamps.place_photos(
        [roots[p] for p in packages.PHOTOS], output, HERE / "photo-captions.csv"
    )
    sounds = stamps.place_sounds(roots[packages.STAMPS], output)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        print("Loudness of the sounds", flush=True)
        measured = zip(sounds, pool.map(lambda sound: measure(output / sound.path), sounds))
        heard = {sound: loudness for sound, loudness in measured if loudness}
        clips = plan_clips(heard, pictures, photos, SEED)
        print(f"{len(clips)} videos", flush=True)
        list(pool.map(lambda clip: videos.render(clip, output), clips))

        altered = queries.plan_alterations(heard, SEED)
        noisy = queries.plan_noisy_parts(heard, clips, SEED)
        print(f"{len(altered) + len(noisy)} altered sounds to search with", flush=True)
        list(pool.map(lambda sound: queries.alter(sound, output), altered + noisy))

    print("Queries", flush=True)
    sound_queries = queries.read_sound_queries(HERE / "sound-queries.csv", sounds)
    recordings = queries.read_recordings(HERE / "same-recordings.csv", sounds)
    truths = {
        "text-to-picture": queries.text_to_picture(pictures),
        "text-to-photo": queries.text_to_picture(photos),
        "text-to-sound": queries.text_to_sound(sound_queries),
        "text-to-moment": queries.text_to_moment(clips, sound_queries),
        "sound-to-sound": queries.sound_to_sound(altered, recordings),
        "sound-to-video": queries.sound_to_video(altered, recordings, clips),
        "noisy-sound-to-video": queries.sound_to_video(noisy, recordings, clips),
        "sound-to-seen": queries.sound_to_seen(altered, recordings, clips),
        "unanswerable": queries.unanswerable(HERE / "unanswerable.csv"),
    }
    for name, answers in truths.items():
        queries.write(answers, output / f"queries/{name}.csv")
        count = len({answer.query for answer in answers})
        print(f"  {name}.csv: {count} queries, {len(answers)} answers")
    (output / "LICENCES.txt").write_text(licences.text(roots), encoding="utf-8")

    state = {"inputs": key, "contents": contents_hash(output)}
    (output / STATE).write_text(json.dumps(state) + "\n")
    report_sizes(output)


def input_hash() -> str:
    """Changes whenever this script, its modules or its data do; packages and seeds stand in them."""
    digest = hashlib.sha256()
    for file in sorted([*HERE.glob("*.py"), *HERE.glob("*.csv")]):
        if not file.name.startswith("test_"):
            digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def contents_hash(output: Path) -> str:
    """Changes when a file is missing, new or of another size."""
    listing = [f"{file.relative_to(output)} {file.stat().st_size}" for file in files(output)]
    return hashlib.sha256("\n".join(listing).encode()).hexdigest()


def files(output: Path, folders: tuple[str, ...] = FOLDERS) -> list[Path]:
    return sorted(f for folder in folders for f in (output / folder).rglob("*") if f.is_file())


def is_complete(output: Path, key: str) -> bool:
    try:
        state = json.loads((output / STATE).read_text())
    except (OSError, ValueError):
        return False
    return state == {"inputs": key, "contents": contents_hash(output)}


def claim(output: Path) -> None:
    """Mark the folder as this script's own and incomplete; refuse one that something else made."""
    output.mkdir(parents=True, exist_ok=True)
    if any(output.iterdir()) and not (output / STATE).exists():
        raise BuildError(f"{output} is not empty and was not made by this script; name another folder")
    (output / STATE).write_text("{}\n")


def report_sizes(output: Path) -> None:
    for folder in ("archive/pictures", "archive/photos", "archive/sounds", "archive/videos", "queries"):
        found = files(output, (folder,))
        size = sum(file.stat().st_size for file in found) / 1e6
        print(f"  {folder}: {len(found)} files, {size:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
