"""The truth: which files, and which seconds of which videos, answer which query."""

import csv
import random
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from errors import BuildError
from loudness import Loudness
from stamps import Picture, Sound, caption_key
from timeline import Clip

COLUMNS = ("query", "relevant_path", "start", "end")


@dataclass(frozen=True)
class Answer:
    """`path` answers `query`; in time-based media from `start` to `end` seconds."""

    query: str
    path: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class AlteredSound:
    """A sound made different, to search with: a part of it, quieter, noisier, at another sample rate.
    `path` is relative to the folder of the query files."""

    path: str
    sound: Sound
    start: float
    end: float
    gain: float
    noise: float
    noise_seed: int
    rate: int


def text_to_picture(pictures: list[Picture]) -> list[Answer]:
    """Every caption asks for all pictures that bear it."""
    groups: dict[str, list[Picture]] = defaultdict(list)
    for picture in pictures:
        if picture.caption:
            groups[caption_key(picture.caption)].append(picture)
    return [Answer(group[0].caption, p.path) for group in groups.values() for p in group]


def read_sound_queries(file: Path, sounds: list[Sound]) -> dict[str, list[Sound]]:
    """The hand-written queries, each with the sounds that answer it."""
    return read_groups(file, "query", sounds)


def text_to_sound(sound_queries: dict[str, list[Sound]]) -> list[Answer]:
    return [Answer(query, s.path) for query, answers in sound_queries.items() for s in answers]


def read_recordings(file: Path, sounds: list[Sound]) -> dict[Sound, list[Sound]]:
    """For every sound, all sounds made from the same recording, itself included."""
    shared = read_groups(file, "recording", sounds)
    recordings = {sound: [sound] for sound in sounds}
    recordings.update({sound: group for group in shared.values() for sound in group})
    return recordings


def sound_to_sound(
    altered: list[AlteredSound], recordings: dict[Sound, list[Sound]]
) -> list[Answer]:
    return [Answer(a.path, s.path) for a in altered for s in recordings[a.sound]]


def sound_to_video(
    altered: list[AlteredSound], recordings: dict[Sound, list[Sound]], clips: list[Clip]
) -> list[Answer]:
    """Every queried sound of the videos asks for all moments at which its recording is heard."""
    asked = {e.sound for clip in clips for e in clip.events if e.is_queried}
    return [
        Answer(query.path, clip.path, event.start, event.end)
        for query in altered
        if query.sound in asked
        for clip in clips
        for event in clip.events
        if event.sound in recordings[query.sound]
    ]


def sound_to_seen(
    altered: list[AlteredSound], recordings: dict[Sound, list[Sound]], clips: list[Clip]
) -> list[Answer]:
    """A sound asks for the moments at which its animal or thing is shown while it is not heard."""
    return [
        Answer(query.path, clip.path, slot.start, slot.end)
        for query in altered
        for clip in clips
        for slot in clip.slots
        if slot.picture.path == query.sound.picture
        and not (slot.event and slot.event.sound in recordings[query.sound])
    ]


def unanswerable(file: Path) -> list[Answer]:
    """Hand-written requests for what the archive does not hold."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [Answer(row["query"], "") for row in csv.DictReader(rows)]


def text_to_moment(clips: list[Clip], sound_queries: dict[str, list[Sound]]) -> list[Answer]:
    """Captions of what is shown ask for what is seen or heard; sound queries for what is heard."""
    captions = {caption_key(s.picture.caption): s.picture.caption for c in clips for s in c.slots}
    answers = []
    for key, caption in captions.items():
        for clip in clips:
            for slot in clip.slots:
                if caption_key(slot.picture.caption) == key:
                    answers.append(Answer(caption, clip.path, slot.start, slot.end))
                elif slot.event and caption_key(slot.event.sound.caption) == key:
                    answers.append(Answer(caption, clip.path, slot.event.start, slot.event.end))
    for query, sounds in sound_queries.items():
        for clip in clips:
            for event in clip.events:
                if event.sound in sounds:
                    answers.append(Answer(query, clip.path, event.start, event.end))
    return answers


def plan_alterations(sounds: dict[Sound, Loudness], seed: int) -> list[AlteredSound]:
    """A different copy of every sound, in shuffled order under names that tell nothing."""
    rng = random.Random(seed)
    order = sorted(sounds, key=lambda sound: sound.path)
    rng.shuffle(order)
    altered = []
    for number, sound in enumerate(order, start=1):
        loudness = sounds[sound]
        # Of a very short sound nothing is cut: too little would remain to be recognised.
        cut = loudness.duration * 0.1 if loudness.duration >= 0.6 else 0.0
        gain = rng.uniform(0.3, 0.8)
        altered.append(
            AlteredSound(
                path=f"sounds/{number:03d}.{rng.choice(('wav', 'ogg'))}",
                sound=sound,
                start=loudness.start + rng.uniform(0, cut),
                end=loudness.end - rng.uniform(0, cut),
                gain=gain,
                noise=loudness.rms * gain * rng.uniform(0.03, 0.1),
                noise_seed=rng.randrange(1 << 30),
                rate=rng.choice((16_000, 22_050, 32_000, 48_000)),
            )
        )
    return altered


def plan_noisy_parts(
    sounds: dict[Sound, Loudness], clips: list[Clip], seed: int
) -> list[AlteredSound]:
    """The middle of every sound that the videos are asked for, under white noise at 10 dB."""
    rng = random.Random(seed)
    asked = {e.sound for clip in clips for e in clip.events if e.is_queried}
    noisy = []
    for number, sound in enumerate(sorted(asked, key=lambda sound: sound.path), start=1):
        loudness = sounds[sound]
        cut = loudness.duration * 0.2 if loudness.duration >= 1 else 0.0
        gain = rng.uniform(0.3, 0.8)
        # White noise of amplitude a has the loudness a / √3.
        noise = loudness.rms * gain * 10 ** (-10 / 20) * 3**0.5
        noisy.append(
            AlteredSound(
                path=f"sounds/noisy-{number:02d}.ogg", sound=sound, start=loudness.start + cut,
                end=loudness.end - cut, gain=gain, noise=noise,
                noise_seed=rng.randrange(1 << 30), rate=32_000,
            )
        )
    return noisy


def alter(sound: AlteredSound, output: Path) -> None:
    """Make the altered copy with ffmpeg."""
    filters = (
        f"[0:a]aformat=sample_fmts=fltp:channel_layouts=mono,atrim={sound.start:.4f}:{sound.end:.4f},"
        f"asetpts=PTS-STARTPTS,volume={sound.gain:.4f},aresample={sound.rate}[sound];"
        f"anoisesrc=colour=white:amplitude={sound.noise:.6f}:seed={sound.noise_seed}"
        f":sample_rate={sound.rate}:duration={sound.end - sound.start:.4f}[noise];"
        "[sound][noise]amix=inputs=2:duration=first:normalize=0"
    )
    target = output / "queries" / sound.path
    target.parent.mkdir(parents=True, exist_ok=True)
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", str(output / sound.sound.path)]
    command += ["-filter_complex", filters, "-ar", str(sound.rate), "-bitexact", str(target)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise BuildError(f"ffmpeg could not make {target}: {result.stderr.strip()}")


def write(answers: list[Answer], file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for a in answers:
            writer.writerow([a.query, a.path, seconds(a.start), seconds(a.end)])


def seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def read_groups(file: Path, column: str, sounds: list[Sound]) -> dict[str, list[Sound]]:
    by_name = {sound.name: sound for sound in sounds}
    groups: dict[str, list[Sound]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["sound"] not in by_name:
                raise BuildError(f"{file} names {row['sound']}, which is not among the sounds")
            groups[row[column]].append(by_name[row["sound"]])
    return groups
