"""Plan the videos: which picture is shown and which sound is heard when. Pure and seeded, so the truth is known."""

import math
import random
from dataclasses import dataclass

from errors import BuildError
from loudness import Loudness
from stamps import Picture, Sound, caption_key

FRAME_RATE = 25
CLIPS = 10
SLOTS = (8, 10)
SLOT_SECONDS = (4.0, 6.0)
# Per clip: sounds under their own picture, sounds under an unrelated one, and sounds nobody asks for.
OWN, UNRELATED, DISTRACTORS = 2, 2, 1
# A short sound is repeated until it lasts this long, a long one is cut.
EVENT_SECONDS = (2.0, 5.0)
GAP_SECONDS = (0.2, 0.5)
MARGIN_SECONDS = 0.3
NOISE_AMPLITUDES = (0.0, 0.001, 0.003)
BACKGROUNDS = ("ffffff", "f4efe6", "e3ebf2", "e9f0e4", "2b2f36")


@dataclass(frozen=True)
class Event:
    """A sound that is heard from `start` to `end`: `length` seconds of its file, at each of `times`."""

    sound: Sound
    times: tuple[float, ...]
    length: float
    loudness: Loudness
    is_queried: bool

    @property
    def start(self) -> float:
        return self.times[0]

    @property
    def end(self) -> float:
        return self.times[-1] + self.length


@dataclass(frozen=True)
class Slot:
    """A picture that is shown from `start` to `end`, and the sound under it, if any."""

    start: float
    end: float
    picture: Picture
    event: Event | None

    @property
    def shows_the_sound(self) -> bool:
        return self.event is not None and self.event.sound.picture == self.picture.path


@dataclass(frozen=True)
class Clip:
    path: str
    background: str
    noise: float
    seed: int
    slots: tuple[Slot, ...]

    @property
    def duration(self) -> float:
        return self.slots[-1].end

    @property
    def events(self) -> list[Event]:
        return [slot.event for slot in self.slots if slot.event]


def plan_clips(
    sounds: dict[Sound, Loudness], pictures: list[Picture], photos: list[Picture], seed: int
) -> list[Clip]:
    """Ten clips in which no picture, no caption and no sound comes twice."""
    rng = random.Random(seed)
    deck = PictureDeck(pictures, rng)
    pictured = [s for s in sounds if s.picture and deck.has(s.picture)]
    own = rng.sample(pictured, CLIPS * OWN)
    rest = [s for s in sounds if s not in own]
    rng.shuffle(rest)
    if len(rest) < CLIPS * (UNRELATED + DISTRACTORS):
        raise BuildError("the package holds too few sounds for the planned videos")
    shown_photos = rng.sample(photos, CLIPS)
    own_pictures = {s: deck.take(s.picture) for s in own}

    clips = []
    for number in range(CLIPS):
        cast: list[tuple[Sound | None, Picture, bool]] = []
        for sound in own[number * OWN : (number + 1) * OWN]:
            cast.append((sound, own_pictures[sound], True))
        for i in range(UNRELATED + DISTRACTORS):
            sound = rest.pop()
            cast.append((sound, deck.draw(unlike=sound), i < UNRELATED))
        cast.append((None, shown_photos[number], False))
        count = rng.randint(*SLOTS)
        while len(cast) < count:
            cast.append((None, deck.draw(), False))
        rng.shuffle(cast)
        clips.append(
            Clip(
                path=f"archive/videos/clip-{number + 1:02d}.mp4",
                background=rng.choice(BACKGROUNDS),
                noise=rng.choice(NOISE_AMPLITUDES),
                seed=rng.randrange(1 << 30),
                slots=lay_out(cast, sounds, rng),
            )
        )
    return clips


def lay_out(
    cast: list[tuple[Sound | None, Picture, bool]], sounds: dict[Sound, Loudness], rng: random.Random
) -> tuple[Slot, ...]:
    """Put the pictures one after another, whole frames long, each with its sound somewhere inside."""
    slots = []
    frame = 0
    for sound, picture, is_queried in cast:
        start = frame / FRAME_RATE
        shortest, longest = SLOT_SECONDS
        offsets: tuple[float, ...] = ()
        if sound:
            length = min(sounds[sound].duration, EVENT_SECONDS[1])
            offsets = repeats(length, rng)
            needed = offsets[-1] + length + 2 * MARGIN_SECONDS
            shortest = max(shortest, needed)
        frame += math.ceil(rng.uniform(shortest, longest) * FRAME_RATE)
        end = frame / FRAME_RATE
        event = None
        if sound:
            first = start + MARGIN_SECONDS + rng.uniform(0, end - start - needed)
            times = tuple(round(first + offset, 3) for offset in offsets)
            event = Event(sound, times, length, sounds[sound], is_queried)
        slots.append(Slot(start, end, picture, event))
    return tuple(slots)


def repeats(length: float, rng: random.Random) -> tuple[float, ...]:
    """When a sound of `length` seconds begins, again and again until it lasts long enough."""
    offsets = [0.0]
    while offsets[-1] + length < EVENT_SECONDS[0]:
        offsets.append(offsets[-1] + length + rng.uniform(*GAP_SECONDS))
    return tuple(offsets)


class PictureDeck:
    """Pictures with a short caption, each caption dealt once."""

    def __init__(self, pictures: list[Picture], rng: random.Random):
        # Chess rules and the like are no names of what is seen.
        self.by_path = {p.path: p for p in pictures if 1 <= len(p.caption.split()) <= 6}
        self.order = sorted(self.by_path)
        rng.shuffle(self.order)
        self.dealt: set[str] = set()

    def has(self, path: str) -> bool:
        return path in self.by_path

    def take(self, path: str) -> Picture:
        picture = self.by_path[path]
        self.dealt.add(caption_key(picture.caption))
        return picture

    def draw(self, unlike: Sound | None = None) -> Picture:
        """The next picture, from another topic than `unlike`'s where one is given."""
        for path in self.order:
            picture = self.by_path[path]
            if caption_key(picture.caption) in self.dealt:
                continue
            if unlike is None or picture.topic != unlike.topic:
                return self.take(path)
        raise BuildError("the package holds too few pictures for the planned videos")
