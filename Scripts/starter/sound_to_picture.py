#!/usr/bin/env python3
"""Measures how well an animal's sound finds pictures of the same animal.

    python3 Scripts/starter/sound_to_picture.py --space SPACE --archive DIR

SPACE is the installed starter space, DIR the sample archive, whose animal stamps have sounds of
their own. Each sound ranks galleries of 100 pictures: all of its species (the first word of the
file's name) and others of the archive, drawn with five seeds. Printed is how often the best
picture of the species is among the first k. Nothing may be tuned on these figures: the archive is
held-out data. Needs what compare.py needs.
"""

import argparse
import os
import re
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import load_file as load_arrays
from safetensors.torch import load_file

import compare
from compare import networks, unit

GALLERY, SEEDS = 100, 5


def embeddings(space, modality, features, logits):
    """What the installed bridge makes of a network's output (items × 384), as
    ClassMixtureBridge.swift does it."""
    bridge = load_arrays(os.path.join(space, "bridges", modality + ".safetensors"))
    mixed = compare.mixture(logits, bridge["class_embeddings"], bridge["temperature"][0])
    term = features @ bridge["linear.weight"].T + bridge["linear.bias"]
    total = unit(mixed - bridge["mean"]) + bridge["linear.share"][0] * unit(term)
    return unit(total @ bridge["output.weight"].T if "output.weight" in bridge else total)


@torch.no_grad()
def picture_embeddings(space, paths):
    state = load_file(os.path.join(space, "photos.safetensors"))
    pixels = []
    for path in paths:
        image = Image.open(path).convert("RGBA")
        opaque = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
        side = networks.LITE0_SIDE
        pixels.append(np.asarray(opaque.resize((side, side), Image.Resampling.BICUBIC)))
    x = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float().sub(127).div(128)
    outputs = [networks.efficientnet_lite(state, "lite0", part) for part in x.split(8)]
    return embeddings(space, "photos", *(torch.cat(part).numpy() for part in zip(*outputs)))


@torch.no_grad()
def sound_embeddings(space, paths):
    state = load_file(os.path.join(space, "sound.safetensors"))
    features = torch.stack([
        networks.aisfx(state, torch.from_numpy(networks.blocks(networks.log_mel(
            compare.read_sound(str(path), seconds=5)))).float()).mean(0) for path in paths])
    return embeddings(space, "sound", features.numpy(), networks.aisfx_head(state, features).numpy())


def species(path):
    return re.match("[a-z]*", path.stem.lower()).group()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--archive", required=True, metavar="DIR", help="the sample archive")
    arguments = parser.parse_args()
    archive = Path(arguments.archive) / "archive"
    pictures = sorted(archive.glob("pictures/**/*.png"))
    animals = {species(path) for path in pictures if "animals" in path.parts}
    sounds = [path for path in sorted(archive.glob("sounds/*.ogg")) if species(path) in animals]
    scores = sound_embeddings(arguments.space, sounds) @ picture_embeddings(
        arguments.space, pictures).T
    of_picture = np.array([species(path) for path in pictures])
    ranks = []
    for seed in range(SEEDS):
        random = np.random.default_rng(seed)
        for sound, row in zip(sounds, scores):
            right = of_picture == species(sound)
            others = random.choice(row[~right], GALLERY - right.sum(), replace=False)
            ranks.append((others > row[right].max()).sum())
    ranks = np.array(ranks)
    print(f"{len(sounds)} sounds of {len({species(path) for path in sounds})} species,"
          f" {len(pictures)} pictures; best of the species among the first 1 / 5 / 10 of"
          f" {GALLERY}: " + " / ".join(f"{(ranks < k).mean():.2f}" for k in (1, 5, 10)))


if __name__ == "__main__":
    main()
