#!/usr/bin/env python3
"""Measures which of the photo network's features the fitted linear term should read.

    python3 Scripts/starter/photo_features.py --space SPACE --data DIR [--sides 224 256]

SPACE and DIR are those of fit_photos.py. Each choice of features gets a ridge regression to the
captions, cross-validated by photo, and is embedded as the bridge does it: mixture of the classes
plus the term. Features are averages of whole activation maps; several blocks of features are first
scaled to the same total variance. The fit sees a photo whole and mirrored, the test whole.

Recall is the expected one over all galleries of GALLERY photos that can be drawn from a collection,
so that no luck of the draw is in it; ± is the standard error over photos of the difference in R@1
to the first choice. Needs what compare.py needs; slow.
"""

import argparse
import math
import os

import numpy as np
import torch
from PIL import Image, ImageOps
from safetensors.torch import load_file

import bridge_fit
import compare
from compare import networks, unit

TEMPERATURE, SHARE = 2.0, 1.6  # the mixture's temperature, the term's length beside it
FOLDS = 10
PENALTIES = (0.9, 1.8)  # in units of a block's total variance; the best one is reported
GALLERY = {"Flickr8k": 300, "COCO 2017": 118}
FIRST = "average (1280)"
CHOICES = {  # names of activations, and the power that their averages are raised to
    FIRST: (["average"], 1),
    "√ average": (["average"], 0.5),
    "√ average, block 14 (192)": (["average", "block14"], 0.5),
    "depthwise 15 (1152)": (["depthwise15"], 1),
    "√ depthwise 15": (["depthwise15"], 0.5),
    "√ depthwise 14": (["depthwise14"], 0.5),
    "√ depthwise 15, 14 (2304)": (["depthwise15", "depthwise14"], 0.5),
}
TRACED = {name for names, _ in CHOICES.values() for name in names if name != "average"}


@torch.no_grad()
def encode(space, paths, side):
    """Averages by activation (photos × 2 views × channels), and logits of the unaltered photos."""
    state, averages, logits = load_file(os.path.join(space, "photos.safetensors")), {}, []
    for path in paths:
        whole = Image.open(path).convert("RGB").resize((side, side), Image.Resampling.BICUBIC)
        pixels = np.stack([np.asarray(whole), np.asarray(ImageOps.mirror(whole))])
        x, trace = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().sub(127).div(128), []
        features, classes = networks.efficientnet_lite(state, "lite0", x, trace)
        averages.setdefault("average", []).append(features.numpy())
        for name, y in trace:
            if name in TRACED:
                averages.setdefault(name, []).append(y.mean((2, 3)).numpy())
        logits.append(classes[0].numpy())
    return {name: np.stack(rows) for name, rows in averages.items()}, np.stack(logits)


def features_of(averages, names, power):
    """The chosen features in one row, each block of total variance 1. A block's result has
    negative averages too: their sign stays."""
    blocks = [np.sign(averages[name]) * abs(averages[name]) ** power for name in names]
    return np.concatenate(
        [block / np.sqrt(block.var((0, 1)).sum()) for block in blocks], -1).astype(np.float64)


def cross_validated(features, targets, penalty):
    """The term's outputs, each from a fit that has not seen the photo."""
    views = features.shape[1]
    fold = np.random.default_rng(0).permutation(len(features)) % FOLDS
    outputs = np.zeros_like(targets)
    for held_out in range(FOLDS):
        seen = fold != held_out
        rows, target = features[seen].reshape(-1, features.shape[-1]), targets[seen].mean(0)
        mean = rows.mean(0)
        matrix = bridge_fit.ridge(
            rows - mean, np.repeat(targets[seen] - target, views, axis=0), penalty, 1 / views)
        outputs[~seen] = (features[~seen, 0] - mean) @ matrix + target
    return outputs


def log_choose(n, k):
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def chance_within(k, better, others, drawn):
    """Probability that of `drawn` photos from `others`, `better` of which rank higher than the
    right one, fewer than k rank higher (hypergeometric)."""
    return sum(
        math.exp(log_choose(better, i) + log_choose(others - better, drawn - i)
                 - log_choose(others, drawn))
        for i in range(min(k, better + 1, drawn + 1)) if drawn - i <= others - better)


def expected_recall(photos, texts, owner, source):
    """R@1, R@5 and R@10 of each photo's captions (photos × 3), by collection."""
    result = {}
    for name, size in GALLERY.items():
        members = np.flatnonzero(source == name)
        asked = np.isin(owner, members)
        mine = np.searchsorted(members, owner[asked])
        scores = texts[asked] @ photos[members].T
        better = (scores > scores[np.arange(len(scores)), mine][:, None]).sum(1)
        chances = np.array([[chance_within(k, b, len(members) - 1, size - 1) for k in (1, 5, 10)]
                            for b in range(len(members))])[better]
        result[name] = np.stack([chances[mine == i].mean(0) for i in range(len(members))])
    return result


def report(label, recalls, first):
    parts = []
    for name, of_photo in recalls.items():
        gain = 100 * (of_photo - first[name])[:, 0]
        parts.append(
            f"{name} " + " / ".join(f"{x:.3f}" for x in of_photo.mean(0))
            + f" ({gain.mean():+.1f} ± {gain.std() / math.sqrt(len(gain)):.1f})")
    print(f"{label:34s} {'   '.join(parts)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and images/")
    parser.add_argument("--sides", type=int, nargs="+", default=[224], metavar="PIXELS")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    paths, source, captions, owner = compare.read_captions(arguments.data, "images")
    texts = unit(encoder(captions) - mean)
    targets = unit(np.stack([texts[owner == i].mean(0) for i in range(len(paths))]))
    first = None
    for side in arguments.sides:
        averages, logits = encode(arguments.space, paths, side)
        mixture = unit(compare.mixture(logits, classes, TEMPERATURE) - mean)
        for label, (names, power) in CHOICES.items():
            features, best = features_of(averages, names, power), None
            for penalty in PENALTIES:
                term = unit(cross_validated(features, targets, penalty))
                recalls = expected_recall(unit(mixture + SHARE * term), texts, owner, source)
                if best is None or total(recalls) > total(best):
                    best = recalls
            first = first or best
            report(f"{side} {label}", best, first)


def total(recalls):
    return sum(of_photo.mean(0).sum() for of_photo in recalls.values())


if __name__ == "__main__":
    main()
