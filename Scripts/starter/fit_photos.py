#!/usr/bin/env python3
"""Fits the linear term of the starter space's photo bridge, and measures it.

    python3 Scripts/starter/fit_photos.py --space SPACE --data DIR --output Scripts/starter/photos-linear.safetensors

SPACE is the installed starter space. DIR holds captions.csv (file, caption, source) and the
photos in images/. A few minutes on two cores; seeded. Needs what compare.py needs.

The term is a ridge regression from the 1280 pooled features to the mean of a photo's caption
embeddings. Each photo is seen four times in the fit: whole, mirrored, and two random crops. The
captions' own mean stays in the bias: a photo whose features say little leans on the mixture.
Prints the retrieval figures of a five-fold cross-validation by photo: each photo is embedded by a
term fitted without it.
"""

import argparse
import os

import numpy as np
import torch
from PIL import Image, ImageOps
from safetensors.torch import load_file

import bridge_fit
import compare
from compare import networks, unit

TEMPERATURE = 2.0  # the bridge's
RIDGE = 400.0  # in units of squared features; little changes between 300 and 1000
SHARE = 1.2  # length of the linear term beside the mixture's 1
FOLDS = 5


def views(image, random):
    """The photo as the network will see it, and three times altered, 224 × 224 pixels each."""
    def squashed(picture, size=1.0):
        width, height = picture.size
        left, top = random.random(2) * (1 - size)
        box = (left * width, top * height, (left + size) * width, (top + size) * height)
        return np.asarray(picture.resize((224, 224), Image.Resampling.BICUBIC, box=box))
    mirrored = ImageOps.mirror(image)
    return squashed(image), squashed(mirrored), squashed(image, 0.8), squashed(mirrored, 0.75)


@torch.no_grad()
def encode(space, paths):
    """Features (photos × views × 1280), and logits of the unaltered photos."""
    state = load_file(os.path.join(space, "photos.safetensors"))
    random, features, logits = np.random.default_rng(1), [], []
    for path in paths:
        pixels = np.stack(views(Image.open(path).convert("RGB"), random))
        x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().sub(127).div(128)
        of_views, classes = networks.efficientnet_lite(state, "lite0", x)
        features.append(of_views.numpy())
        logits.append(classes[0].numpy())
    return np.stack(features).astype(np.float64), np.stack(logits)


def fit(features, targets):
    """weight (384 × 1280) and bias (384)."""
    count = features.shape[1]
    rows = features.reshape(-1, features.shape[-1])
    mean, target = rows.mean(0), targets.mean(0)
    matrix = bridge_fit.ridge(
        rows - mean, np.repeat(targets - target, count, axis=0), RIDGE, 1 / count)
    return matrix.T, target - mean @ matrix


def cross_validated(features, targets):
    """The term's outputs, each from a fit that has not seen the photo."""
    fold = np.random.default_rng(0).permutation(len(features)) % FOLDS
    outputs = np.zeros_like(targets)
    for held_out in range(FOLDS):
        weight, bias = fit(features[fold != held_out], targets[fold != held_out])
        outputs[fold == held_out] = features[fold == held_out, 0] @ weight.T + bias
    return outputs


def photo_to_text(photos, texts, owner, subset):
    """How often one of a photo's captions is among the first k of all the subset's."""
    asked = np.isin(owner, subset)
    scores, mine = photos[subset] @ texts[asked].T, owner[asked] == subset[:, None]
    rank = (scores > np.where(mine, scores, -2).max(1)[:, None]).sum(1)
    return " ".join(f"{(rank < k).mean():.3f}" for k in (1, 5, 10))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and images/")
    parser.add_argument("--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    paths, source, captions, owner = compare.read_captions(arguments.data, "images")
    texts = unit(encoder(captions) - mean)
    targets = unit(np.stack([texts[owner == i].mean(0) for i in range(len(paths))]))
    features, logits = encode(arguments.space, paths)
    weight, bias = fit(features, targets)
    bridge_fit.save(arguments.output, arguments.space, "image", weight, bias, SHARE)

    mixture = unit(compare.mixture(logits, classes, TEMPERATURE) - mean)
    term = unit(cross_validated(features, targets))
    subsets = compare.galleries(source)
    for label, photos in (("mixture alone", mixture), ("linear term alone", term),
                          ("both", unit(mixture + SHARE * term))):
        for name, subset in subsets.items():
            print(f"{label:18s} {name} ({len(subset)})",
                  "text → photo", compare.recall(photos, texts, owner, subset),
                  "photo → text", photo_to_text(photos, texts, owner, subset))


if __name__ == "__main__":
    main()
