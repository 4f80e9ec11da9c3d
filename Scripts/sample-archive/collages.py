#!/usr/bin/env python3
"""Make large pictures that hold several small things, to measure what crops bring.

    python3 Scripts/sample-archive/collages.py --data DIR --output OUTPUT

DIR holds captions.csv (file, caption) and the photos in images/. Every photo is used once:

- collages of four and of six photos, cut apart at random places;
- details: one photo on 25 to 40 % of the width of another one;
- singles: photos as they are.

OUTPUT/pictures is what one indexes. OUTPUT/queries has one file for `trove eval` a kind: collage,
detail (the caption of the small photo), ground (of the large one under it) and single. Needs Pillow.
"""

import argparse
import csv
import random
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 2048, 1536
SEED = 4
FOURS, SIXES, DETAILS = 60, 40, 120


def cut(box, parts, chance):
    """Splits a box into as many, at random places across its longer side."""
    if parts == 1:
        return [box]
    left, top, right, bottom = box
    first = parts // 2
    share = first / parts + chance.uniform(-0.1, 0.1)
    if right - left >= bottom - top:
        middle = round(left + share * (right - left))
        halves = (left, top, middle, bottom), (middle, top, right, bottom)
    else:
        middle = round(top + share * (bottom - top))
        halves = (left, top, right, middle), (left, middle, right, bottom)
    return cut(halves[0], first, chance) + cut(halves[1], parts - first, chance)


def lay(canvas, photo, box):
    """Puts a photo into a box as large as it fits, in the middle."""
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(width / photo.width, height / photo.height)
    size = max(1, round(scale * photo.width)), max(1, round(scale * photo.height))
    corner = box[0] + (width - size[0]) // 2, box[1] + (height - size[1]) // 2
    canvas.paste(photo.resize(size, Image.Resampling.BICUBIC), corner)


def collage(photos, chance):
    canvas = Image.new("RGB", (WIDTH, HEIGHT), "white")
    for photo, box in zip(photos, cut((0, 0, WIDTH, HEIGHT), len(photos), chance)):
        lay(canvas, photo, box)
    return canvas


def detail(small, ground, chance):
    canvas = ground.resize(
        (WIDTH, round(WIDTH * ground.height / ground.width)), Image.Resampling.BICUBIC)
    width = round(chance.uniform(0.25, 0.4) * canvas.width)
    height = min(round(width * small.height / small.width), canvas.height // 2)
    left = chance.randint(0, canvas.width - width)
    top = chance.randint(0, canvas.height - height)
    lay(canvas, small, (left, top, left + width, top + height))
    return canvas


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="has captions.csv and images/")
    parser.add_argument("--output", type=Path, required=True, help="where the pictures are made")
    options = parser.parse_args()
    captions = {}
    with open(options.data / "captions.csv", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            captions.setdefault(row["file"], row["caption"])
    files = sorted(captions)
    chance = random.Random(SEED)
    chance.shuffle(files)
    pictures, queries = options.output / "pictures", options.output / "queries"
    for folder in (pictures, queries):
        folder.mkdir(parents=True, exist_ok=True)
    answers = {"collage": [], "detail": [], "ground": [], "single": []}

    def take(count):
        taken = [files.pop() for _ in range(count)]
        return taken, [Image.open(options.data / "images" / file).convert("RGB") for file in taken]

    def keep(picture, name, **holds):
        picture.save(pictures / name, quality=92)
        for kind, sources in holds.items():
            answers[kind] += [(captions[source], f"pictures/{name}") for source in sources]

    for number in range(FOURS + SIXES):
        sources, photos = take(4 if number < FOURS else 6)
        keep(collage(photos, chance), f"c{number:03}.jpg", collage=sources)
    for number in range(DETAILS):
        (small, ground), photos = take(2)
        keep(detail(*photos, chance), f"d{number:03}.jpg", detail=[small], ground=[ground])
    for number in range(len(files)):
        sources, photos = take(1)
        keep(photos[0], f"s{number:03}.jpg", single=sources)
    for kind, rows in answers.items():
        with open(queries / f"{kind}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("query", "relevant_path"), *rows])


if __name__ == "__main__":
    main()
