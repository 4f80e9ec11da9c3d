#!/usr/bin/env python3
"""Fits the linear term of the starter space's sound bridge.

    python3 Scripts/starter/fit_sound.py --space SPACE --data DIR --output Scripts/starter/sound-linear.safetensors

SPACE is the installed starter space. DIR holds captions.csv (file, caption, source) and the
recordings in audio/. About two minutes on one core; no randomness. Needs what compare.py needs.

The bridge describes a sound by the classifier's 79 categories, which says little of what is
special about it. The linear term adds two things to that, as one matrix over the 512 features:

- a ridge regression to the captions' embeddings, so that texts find what the categories lump
  together (all animals are one category);
- the features themselves, their 128 largest principal components laid into the 128 directions
  that texts use least. Texts don't notice (2 % of their variance lies there), but two sounds
  are compared by it: a recording finds itself again when it is altered.
"""

import argparse
import collections
import os

import numpy as np
import torch
from safetensors.torch import load_file

import bridge_fit
import compare
from compare import networks, unit

RIDGE = 10.0  # in units of squared features; little changes between 3 and 30
QUIET_DIRECTIONS = 128
SHARE = 1.3  # length of the linear term beside the mixture's 1


def mean_features(space, paths):
    state = load_file(os.path.join(space, "sound.safetensors"))
    rows = []
    with torch.no_grad():
        for path in paths:
            blocks = networks.blocks(networks.log_mel(compare.read_sound(path, seconds=5)))
            rows.append(networks.aisfx(state, torch.from_numpy(blocks).float()).mean(0).numpy())
    return np.stack(rows)


def quiet_directions(texts):
    """384 × 128: where the texts' embeddings vary least."""
    variances, directions = np.linalg.eigh(np.cov(texts.T))
    share = variances[:QUIET_DIRECTIONS].sum() / variances.sum()
    print(f"the quiet directions hold {share:.1%} of the texts' variance")
    return directions[:, :QUIET_DIRECTIONS]


def fit(features, targets, captions, quiet):
    """weight (384 × 512) and bias (384)."""
    mean = features.mean(0)
    centred = features - mean
    # A caption of many recordings must not drown the rare ones.
    counts = collections.Counter(captions)
    importance = np.array([counts[caption] ** -0.5 for caption in captions])[:, None]
    ridge = bridge_fit.ridge(centred, targets, RIDGE, importance)
    ridge -= ridge @ quiet @ quiet.T
    components = np.linalg.svd(centred, full_matrices=False)[2][:QUIET_DIRECTIONS]
    own = components.T @ quiet.T
    matrix = sum(part / np.linalg.norm(centred @ part, axis=1).mean() for part in (ridge, own))
    return matrix.T, -mean @ matrix


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and audio/")
    parser.add_argument("--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    members = encoder(compare.sound_members(arguments.space))
    paths, _, captions, owner = compare.read_captions(arguments.data, "audio")
    first = [captions[np.flatnonzero(owner == i)[0]] for i in range(len(paths))]
    features = mean_features(arguments.space, paths)
    texts = unit(np.concatenate([classes, members]) - mean)
    weight, bias = fit(features, unit(encoder(first) - mean), first, quiet_directions(texts))
    bridge_fit.save(arguments.output, weight, bias, SHARE)


if __name__ == "__main__":
    main()
