#!/usr/bin/env python3
"""Fits the linear term of the starter space's sound bridge.

    python3 Scripts/starter/fit_sound.py --space SPACE --data DIR --debian FOLDER \\
        --output Scripts/starter/sound-linear.safetensors [--features FILE]

SPACE is the installed starter space. DIR holds captions.csv (file, caption, source) and the
recordings in audio/. FOLDER keeps the Debian packages that debian_sounds.py fetches. About five
minutes on two cores, seconds where FILE keeps the features; no randomness, but the last bits
depend on the number of BLAS threads. Needs what compare.py needs.

The bridge describes a sound by the classifier's 79 categories, which says little of what is
special about it. The linear term adds two things to that, as one matrix over the 512 features:

- a ridge regression to the captions' embeddings, and to those of everyday-sounds.csv that fit, so
  that texts find what the categories lump together (all animals are one category);
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
from safetensors.numpy import load_file as load_arrays
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import load_file

import bridge_fit
import compare
import debian_sounds
import everyday_sounds
from compare import networks, unit

HERE = os.path.dirname(os.path.abspath(__file__))
RIDGE = 100.0  # in units of squared features
QUIET_DIRECTIONS = 128
OWN = 0.5  # length of the features themselves beside the regression's 1
EVERYDAY = 0.5  # the same of everyday-sounds.csv's texts beside the captions
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


def read_features(space, paths, cache):
    """Blocks × 512 of each recording. The file `cache` keeps them by path from run to run."""
    known = {}
    if cache and os.path.exists(cache):
        known = dict(load_arrays(cache))
    missing = [path for path in paths if path not in known]
    # Spawned, not forked: a forked PyTorch may wait for ever on a lock of its parent.
    with multiprocessing.get_context("spawn").Pool(2, load_network, [space]) as pool:
        for path, blocks in zip(missing, pool.map(block_features, missing, chunksize=8)):
            known[path] = np.empty((0, 512), np.float32) if blocks is None else blocks
    if cache and missing:
        save_arrays(known, cache)
    return [known[path] for path in paths]


def read_recordings(space, data, debian, cache=None):
    """Paths, captions and block features of the recordings that can be decoded."""
    paths, _, captions, owner = compare.read_captions(data, "audio")
    pairs = [(path, [captions[i] for i in np.flatnonzero(owner == number)])
             for number, path in enumerate(paths) if os.path.basename(path) not in HELD_OUT]
    pairs += [(path, of_sound) for _, path, of_sound in debian_sounds.read_pairs(debian)]
    features = read_features(space, [path for path, _ in pairs], cache)
    whole = [(*pair, blocks) for pair, blocks in zip(pairs, features) if len(blocks)]
    return tuple(zip(*whole))


def caption_targets(encoder, mean, captions):
    """Recordings × 384: the mean of a recording's captions, and what people would ask for."""
    every = sorted({caption for of_recording in captions for caption in of_recording})
    embedding = dict(zip(every, unit(encoder(every) - mean)))
    targets = unit(np.stack([np.mean([embedding[caption] for caption in of_recording], 0)
                             for of_recording in captions]))
    sounds = everyday_sounds.read()
    asked = sum(unit(encoder(list(texts)) - mean) for texts in zip(
        *[(sound.label, sound.sentence) for sound in sounds]))
    return unit(targets + EVERYDAY * unit(everyday_sounds.heard(sounds, captions).T @ asked))


def quiet_directions(texts):
    """384 × 128: where the texts' embeddings vary least."""
    variances, directions = np.linalg.eigh(np.cov(texts.T))
    share = variances[:QUIET_DIRECTIONS].sum() / variances.sum()
    print(f"the quiet directions hold {share:.1%} of the texts' variance")
    return directions[:, :QUIET_DIRECTIONS]


def fit(features, targets, captions, quiet, penalty=RIDGE, own=OWN):
    """weight (384 × 512) and bias (384); `captions` holds each recording's first."""
    mean = features.mean(0)
    centred = features - mean
    # A caption of many recordings must not drown the rare ones.
    counts = collections.Counter(captions)
    importance = np.array([counts[caption] ** -0.5 for caption in captions])[:, None]
    # What all captions have in common says nothing about one of them.
    targets = targets - (importance * targets).sum(0) / importance.sum()
    ridge = bridge_fit.ridge(centred, targets, penalty, importance)
    ridge -= ridge @ quiet @ quiet.T
    components = np.linalg.svd(centred, full_matrices=False)[2][:QUIET_DIRECTIONS]
    matrix = sum(
        length * part / np.linalg.norm(centred @ part, axis=1).mean()
        for length, part in ((1, ridge), (own, components.T @ quiet.T)))
    return matrix.T, -mean @ matrix


def add_arguments(parser):
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--data", required=True, metavar="DIR", help="captions.csv and audio/")
    parser.add_argument(
        "--debian", required=True, metavar="FOLDER", help="where packages are kept (2.2 GB)")
    parser.add_argument(
        "--features", metavar="FILE",
        help="keeps the network's features between runs (of one sound network: delete it with it)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)
    mean = classes.mean(0)
    _, captions, blocks = read_recordings(
        arguments.space, arguments.data, arguments.debian, arguments.features)
    print(f"{len(captions)} recordings")
    texts = unit(np.concatenate([classes, encoder(compare.sound_members(HERE))]) - mean)
    weight, bias = fit(
        np.stack([of_recording.mean(0) for of_recording in blocks]),
        caption_targets(encoder, mean, captions), [of_recording[0] for of_recording in captions],
        quiet_directions(texts))
    bridge_fit.save(arguments.output, arguments.space, "audio", weight, bias, SHARE)


if __name__ == "__main__":
    main()
