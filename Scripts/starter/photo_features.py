#!/usr/bin/env python3
"""Measures which of the photo network's features the fitted linear term should read.

    python3 Scripts/starter/photo_features.py --space SPACE --data DIR [--sides 224 256]

SPACE and DIR are those of fit_photos.py. Each choice of features gets that script's linear term,
cross-validated by photo, and is embedded as the bridge does it without an output map: mixture of
the classes plus the term. Features are averages of whole activation maps.

Recall is the expected one over all galleries of GALLERY photos that can be drawn from a collection,
so that no luck of the draw is in it; ± is the standard error over photos of the difference in R@1
to the first choice. Needs what compare.py needs; slow.
"""

import argparse
import math
import os

import numpy as np
import torch
from safetensors.torch import load_file

import bridge_fit
import compare
import fit_photos
from compare import networks, unit

PENALTIES = (1, 2)  # the best one is reported
GALLERY = {"Flickr8k": 300, "COCO 2017": 118}
FIRST = "head (1280)"
CHOICES = {  # names of activations, and the power that their averages are raised to
    FIRST: (["head"], 1),
    "√ head": (["head"], 0.5),
    "√ head, block 14 (192)": (["head", "block14"], 0.5),
    "depthwise 15 (1152)": (["depthwise15"], 1),
    "√ depthwise 15": (["depthwise15"], 0.5),
    "√ depthwise 14": (["depthwise14"], 0.5),
    "√ depthwise 15, 14 (2304)": (["depthwise15", "depthwise14"], 0.5),
}
TRACED = {name for names, _ in CHOICES.values() for name in names}


@torch.no_grad()
def encode(space, paths, side):
    """Averages by activation (photos × 2 views × channels), and logits of the unaltered photos."""
    state, averages, logits = load_file(os.path.join(space, "photos.safetensors")), {}, []
    for path in paths:
        trace = []
        _, classes = networks.efficientnet_lite(state, "lite0", fit_photos.views(path, side), trace)
        for name, y in trace:
            if name in TRACED:
                averages.setdefault(name, []).append(y.mean((2, 3)).numpy())
        logits.append(classes[0].numpy())
    return {name: np.stack(rows) for name, rows in averages.items()}, np.stack(logits)


def features_of(averages, names, power):
    """The chosen features in one row. A block's result has negative averages too: their sign
    stays."""
    layers = [np.sign(averages[name]) * abs(averages[name]) ** power for name in names]
    return np.concatenate(layers, -1).astype(np.float64), [layer.shape[-1] for layer in layers]


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
            f"{name} {compare.figures(of_photo.mean(0))}"
            f" ({gain.mean():+.1f} ± {gain.std() / math.sqrt(len(gain)):.1f})")
    print(f"{label:34s} {'   '.join(parts)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and images/")
    parser.add_argument("--sides", type=int, nargs="+", default=[256], metavar="PIXELS")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    paths, source, captions, owner = compare.read_captions(arguments.data, "images")
    texts = unit(encoder(captions) - mean)
    targets = unit(np.stack([texts[owner == i].mean(0) for i in range(len(paths))]))
    first = None
    for side in arguments.sides:
        averages, logits = encode(arguments.space, paths, side)
        mixture = unit(compare.mixture(logits, classes, fit_photos.TEMPERATURE) - mean)
        for label, (names, power) in CHOICES.items():
            (features, layers), best = features_of(averages, names, power), None
            for penalty in PENALTIES:
                term = unit(fit_photos.unseen(features, targets, 0, layers, penalty))
                photos = unit(mixture + fit_photos.SHARE * term)
                recalls = expected_recall(photos, texts, owner, source)
                if best is None or total(recalls) > total(best):
                    best = recalls
            first = first or best
            report(f"{side} {label}", best, first)


def total(recalls):
    return sum(of_photo.mean(0).sum() for of_photo in recalls.values())


if __name__ == "__main__":
    main()
