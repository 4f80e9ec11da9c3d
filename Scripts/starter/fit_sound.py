#!/usr/bin/env python3
"""Fits the linear term of the starter space's sound bridge.

    python3 Scripts/starter/fit_sound.py --space SPACE --data DIR --debian FOLDER \\
        --output Scripts/starter/sound-linear.safetensors

SPACE is the installed starter space. DIR holds captions.csv (file, caption, source) and the
recordings in audio/. FOLDER keeps the Debian packages that debian_sounds.py fetches. About five
minutes on two cores; no randomness. Needs what compare.py needs.

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
import multiprocessing
import os
import subprocess

import numpy as np
import torch
from safetensors.torch import load_file

import bridge_fit
import compare
import debian_sounds
from compare import networks, unit

RIDGE = 30.0  # in units of squared features; little changes between 10 and 100
QUIET_DIRECTIONS = 128
# Recordings that are in the sample archive too, under other names.
HELD_OUT = {"animal_a07f38f423.ogg"}
SHARE = 1.3  # length of the linear term beside the mixture's 1


def load_network(space):
    """Prepares a worker process."""
    global _network
    _network = load_file(os.path.join(space, "sound.safetensors"))


def block_features(path):
    """Blocks × 512 features of a recording's first five seconds; None where it can't be decoded."""
    try:
        samples = compare.read_sound(path, seconds=5)
    except subprocess.CalledProcessError:
        return None
    if len(samples) == 0:
        return None
    with torch.no_grad():
        blocks = networks.blocks(networks.log_mel(samples))
        return networks.aisfx(_network, torch.from_numpy(blocks).float()).numpy()


def read_features(space, paths):
    # Spawned, not forked: a forked PyTorch may wait for ever on a lock of its parent.
    with multiprocessing.get_context("spawn").Pool(2, load_network, [space]) as pool:
        return pool.map(block_features, paths, chunksize=8)


def read_pairs(data, debian):
    """(path, captions) of every recording."""
    paths, _, captions, owner = compare.read_captions(data, "audio")
    pairs = [(path, [captions[i] for i in np.flatnonzero(owner == number)])
             for number, path in enumerate(paths) if os.path.basename(path) not in HELD_OUT]
    return pairs + [(path, of_sound) for _, path, of_sound in debian_sounds.read_pairs(debian)]


def quiet_directions(texts):
    """384 × 128: where the texts' embeddings vary least."""
    variances, directions = np.linalg.eigh(np.cov(texts.T))
    share = variances[:QUIET_DIRECTIONS].sum() / variances.sum()
    print(f"the quiet directions hold {share:.1%} of the texts' variance")
    return directions[:, :QUIET_DIRECTIONS]


def fit(features, targets, captions, quiet):
    """weight (384 × 512) and bias (384); `captions` holds each recording's first."""
    mean = features.mean(0)
    centred = features - mean
    # A caption of many recordings must not drown the rare ones.
    counts = collections.Counter(captions)
    importance = np.array([counts[caption] ** -0.5 for caption in captions])[:, None]
    # What all captions have in common says nothing about one of them.
    targets = targets - (importance * targets).sum(0) / importance.sum()
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
    parser.add_argument(
        "--debian", required=True, metavar="FOLDER", help="where packages are kept (2.2 GB)")
    parser.add_argument("--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    members = encoder(compare.sound_members(arguments.space))
    pairs = read_pairs(arguments.data, arguments.debian)
    features = read_features(arguments.space, [path for path, _ in pairs])
    pairs = [pair for pair, blocks in zip(pairs, features) if blocks is not None]
    features = np.stack([blocks.mean(0) for blocks in features if blocks is not None])
    print(f"{len(pairs)} recordings")
    targets = unit(np.stack(
        [unit(encoder(captions) - mean).mean(0) for _, captions in pairs]))
    texts = unit(np.concatenate([classes, members]) - mean)
    weight, bias = fit(
        features, targets, [captions[0] for _, captions in pairs], quiet_directions(texts))
    bridge_fit.save(arguments.output, arguments.space, "audio", weight, bias, SHARE)


if __name__ == "__main__":
    main()
