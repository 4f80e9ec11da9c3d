#!/usr/bin/env python3
"""Fits the linear term and the output map of the starter space's photo bridge, and measures them.

    python3 Scripts/starter/fit_photos.py --space SPACE --data DIR --output Scripts/starter/photos-linear.safetensors

SPACE is a starter space of this version, as convert.py writes it. DIR holds captions.csv (file,
caption, source) and the photos in images/. Seeded. Needs what compare.py needs.

The term is a ridge regression from the network's features to the mean of a photo's caption
embeddings. Each photo is seen whole and mirrored in the fit. The captions' own mean stays in the
bias: a photo whose features say little leans on the mixture. The output map (output_map.py) is
fitted on sums whose term has not seen the photo.

Prints the retrieval figures of a five-fold cross-validation by photo: each photo is embedded by a
term and a map that were fitted without it. Then the same after a fit on fewer photos, and the
captions that find their photo last.
"""

import argparse
import os

import numpy as np
import torch
from PIL import Image, ImageOps
from safetensors.torch import load_file

import bridge_fit
import compare
import output_map
from compare import networks, unit

TEMPERATURE = 2.0  # the bridge's
RIDGE = 2.0  # beside features of total variance 2; little changes between 1 and 4
SHARE = 1.6  # length of the linear term beside the mixture's 1
FOLDS = 5
LAYERS = (1152, 1152)  # features from each of the network's layers
GALLERIES = (("Flickr8k", 300), ("COCO 2017", 264), ("COCO 2017", 118))
DRAWS = 20
FEWER = (100, 200, 400, 600)


def views(path, side):
    """The photo as the network sees it, and mirrored (2 × 3 × side × side)."""
    whole = Image.open(path).convert("RGB").resize((side, side), Image.Resampling.BICUBIC)
    pixels = np.stack([np.asarray(whole), np.asarray(ImageOps.mirror(whole))])
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float().sub(127).div(128)


@torch.no_grad()
def encode(space, paths):
    """Features (photos × 2 views × channels), and logits of the unaltered photos."""
    state, side = load_file(os.path.join(space, "photos.safetensors")), networks.LITE0_SIDE
    features, logits = [], []
    for path in paths:
        of_views, classes = networks.efficientnet_lite(state, "lite0", views(path, side))
        features.append(of_views.numpy())
        logits.append(classes[0].numpy())
    return np.stack(features).astype(np.float64), np.stack(logits)


def fit(features, targets, layers=LAYERS, penalty=RIDGE):
    """weight (dimension × features) and bias (dimension). Each layer's features are scaled to a
    total variance of 1; the weight has that in it."""
    views = features.shape[1]
    rows = features.reshape(-1, features.shape[-1])
    mean, target = rows.mean(0), targets.mean(0)
    centred = rows - mean
    scale = np.concatenate([
        np.full(layer.shape[1], np.sqrt(layer.var(0).sum()))
        for layer in np.split(centred, np.cumsum(layers)[:-1], axis=1)])
    matrix = bridge_fit.ridge(
        centred / scale, np.repeat(targets - target, views, axis=0), penalty, 1 / views)
    weight = (matrix / scale[:, None]).T
    return weight, target - weight @ mean


def folds(count, seed):
    """Pairs (seen, held out) of places."""
    fold = np.random.default_rng(seed).permutation(count) % FOLDS
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(FOLDS)]


def unseen(features, targets, seed, layers=LAYERS, penalty=RIDGE):
    """The term's outputs, each from a fit that has not seen the photo."""
    outputs = np.zeros_like(targets)
    for seen, rest in folds(len(features), seed):
        weight, bias = fit(features[seen], targets[seen], layers, penalty)
        outputs[rest] = features[rest, 0] @ weight.T + bias
    return outputs


def fit_map(features, targets, mixture, captions):
    """The output map, of photos with their `captions` (photos × 5 × dimension)."""
    return output_map.fit(mixture + SHARE * unit(unseen(features, targets, seed=5)), captions)


def cross_validated(features, targets, mixture, captions, count=None):
    """The whole bridge's embeddings, each from a fit that has not seen the photo, on at most
    `count` others."""
    embeddings = np.zeros_like(targets)
    for seen, rest in folds(len(features), seed=0):
        seen = np.random.default_rng(9).permutation(seen)[:count]
        weight, bias = fit(features[seen], targets[seen])
        turn = fit_map(features[seen], targets[seen], mixture[seen], captions[seen])
        sums = mixture[rest] + SHARE * unit(features[rest, 0] @ weight.T + bias)
        embeddings[rest] = unit(sums @ turn.T)
    return embeddings


def photo_to_text(photos, texts, owner, subset):
    """How often one of a photo's captions is among the first k of all the subset's."""
    asked = np.isin(owner, subset)
    scores, mine = photos[subset] @ texts[asked].T, owner[asked] == subset[:, None]
    rank = (scores > np.where(mine, scores, -2).max(1)[:, None]).sum(1)
    return [(rank < k).mean() for k in (1, 5, 10)]


def report(label, photos, texts, owner, source):
    """Means over galleries drawn from each collection."""
    for name, size in GALLERIES:
        random, members = np.random.default_rng(0), np.flatnonzero(source == name)
        drawn = [np.sort(random.choice(members, size, replace=False))
                 for _ in range(DRAWS if size < len(members) else 1)]
        there, back = (
            compare.figures(np.mean([recall(photos, texts, owner, s) for s in drawn], axis=0))
            for recall in (compare.recall, photo_to_text))
        print(f"{label:18s} {name} ({size}) text → photo {there}  photo → text {back}", flush=True)


def report_last(photos, texts, captions, paths, owner, source, count=8):
    for name in dict.fromkeys(source):
        members = np.flatnonzero(source == name)
        asked = np.flatnonzero(np.isin(owner, members))
        scores = texts[asked] @ photos[members].T
        own = scores[np.arange(len(asked)), np.searchsorted(members, owner[asked])]
        rank = (scores > own[:, None]).sum(1) + 1
        for i in np.argsort(-rank)[:count]:
            first = os.path.basename(paths[members[scores[i].argmax()]])
            print(f"{name}: {rank[i]} of {len(members)}, after {first}:",
                  os.path.basename(paths[owner[asked[i]]]), captions[asked[i]].strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the space")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and images/")
    parser.add_argument("--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    paths, source, captions, owner = compare.read_captions(arguments.data, "images")
    texts = unit(encoder(captions) - mean)
    targets = unit(np.stack([texts[owner == i].mean(0) for i in range(len(paths))]))
    five = np.stack([texts[owner == i][:5] for i in range(len(paths))])
    features, logits = encode(arguments.space, paths)
    mixture = unit(compare.mixture(logits, classes, TEMPERATURE) - mean)
    weight, bias = fit(features, targets)
    turn = fit_map(features, targets, mixture, five)
    bridge_fit.save(arguments.output, arguments.space, "image", weight, bias, SHARE,
                    {"output.weight": turn})

    term = unit(unseen(features, targets, seed=0))
    whole = cross_validated(features, targets, mixture, five)
    for label, photos in (("mixture alone", mixture), ("linear term alone", term),
                          ("both", unit(mixture + SHARE * term)), ("both and map", whole)):
        report(label, photos, texts, owner, source)
    for count in FEWER:
        photos = cross_validated(features, targets, mixture, five, count)
        report(f"from {count} photos", photos, texts, owner, source)
    report_last(whole, texts, captions, paths, owner, source)


if __name__ == "__main__":
    main()
