#!/usr/bin/env python3
"""Fits the linear term of the starter space's sound bridge.

    python3 Scripts/starter/fit_sound.py --space SPACE --data DIR --debian FOLDER \\
        --output Scripts/starter/sound-linear.safetensors [--features FILE]

SPACE is the installed starter space. DIR holds captions.csv (file, caption, source) and the
recordings in audio/. FOLDER keeps the Debian packages that debian_sounds.py fetches. About five
minutes on two cores, seconds where FILE keeps the features; no randomness, but the last bits
depend on the number of BLAS threads (the noise is seeded by the files' names). Needs what
compare.py needs.

The bridge describes a sound by the classifier's 79 categories, which says little of what is
special about it. The linear term adds two things to that, as one matrix over the 512 features:

- a ridge regression to the captions' embeddings, and to those of everyday-sounds.csv that fit, so
  that texts find what the categories lump together (all animals are one category);
- the features themselves: the 128 of their directions in which recordings differ most, beside what
  noise changes, laid into the 128 directions that texts use least. Texts don't notice (2 % of their
  variance lies there), but two sounds are compared by it: a recording finds itself again when it is
  altered.

Each recording is heard twice in the fit: as it is, and under white noise at 10 dB.
"""

import argparse
import collections
import multiprocessing
import os
import subprocess
import zlib

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
OWN = 0.7  # length of the features themselves beside the regression's 1
NOISE = 10.0  # decibels below the recording
STEADINESS = 0.1  # of the features' mean variance: added to what noise changes in each direction
EVERYDAY = 0.5  # the same of everyday-sounds.csv's texts beside the captions
# Recordings that are in the sample archive too, under other names.
HELD_OUT = {"animal_a07f38f423.ogg"}
SHARE = 1.3  # length of the linear term beside the mixture's 1


def load_network(space):
    """Prepares a worker process."""
    global _network
    _network = load_file(os.path.join(space, "sound.safetensors"))


def under_noise(samples, name):
    """The samples with white noise, `NOISE` decibels below their loudness where they are heard."""
    loudest = np.abs(samples).max()
    heard = samples[np.abs(samples) > 0.01 * loudest] if loudest > 0 else samples
    loudness = np.sqrt(np.mean(heard ** 2)) * 10 ** (-NOISE / 20)
    noise = np.random.default_rng(zlib.crc32(name.encode())).normal(0, loudness, len(samples))
    return (samples + noise).astype(np.float32)


def block_features(path):
    """2 × blocks × 512 features of a recording's first five seconds, as it is and under noise; None
    where it can't be decoded."""
    try:
        samples = compare.read_sound(path, seconds=5)
    except subprocess.CalledProcessError:
        return None
    if len(samples) == 0:
        return None
    with torch.no_grad():
        return np.stack([
            networks.aisfx(_network, torch.from_numpy(
                networks.blocks(networks.log_mel(heard))).float()).numpy()
            for heard in (samples, under_noise(samples, os.path.basename(path)))])


def read_features(space, paths, cache):
    """2 × blocks × 512 of each recording. The file `cache` keeps them by path from run to run."""
    known = {}
    if cache and os.path.exists(cache):
        known = dict(load_arrays(cache))
    missing = [path for path in paths if path not in known]
    # Spawned, not forked: a forked PyTorch may wait for ever on a lock of its parent.
    with multiprocessing.get_context("spawn").Pool(2, load_network, [space]) as pool:
        for path, blocks in zip(missing, pool.map(block_features, missing, chunksize=8)):
            known[path] = np.empty((2, 0, 512), np.float32) if blocks is None else blocks
    if cache and missing:
        save_arrays(known, cache)
    return [known[path] for path in paths]


def read_recordings(space, data, debian, cache=None):
    """Paths, captions and features of the recordings that can be decoded: of the blocks as they
    are, and of the mean block under noise."""
    paths, _, captions, owner = compare.read_captions(data, "audio")
    pairs = [(path, [captions[i] for i in np.flatnonzero(owner == number)])
             for number, path in enumerate(paths) if os.path.basename(path) not in HELD_OUT]
    pairs += [(path, of_sound) for _, path, of_sound in debian_sounds.read_pairs(debian)]
    features = read_features(space, [path for path, _ in pairs], cache)
    whole = [(*pair, blocks, noisy.mean(0))
             for pair, (blocks, noisy) in zip(pairs, features) if len(blocks)]
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


def steady_directions(features, noisy):
    """512 × 128: where recordings differ most, in units of what noise changes there (a generalised
    eigenvalue problem, as in linear discriminant analysis)."""
    differences = np.cov(features.T)
    changes = np.cov((noisy - features).T)
    changes += STEADINESS * np.trace(differences) / len(differences) * np.eye(len(differences))
    inverse = np.linalg.inv(np.linalg.cholesky(changes))
    order = np.linalg.eigh(inverse @ differences @ inverse.T)[1][:, ::-1]
    return inverse.T @ order[:, :QUIET_DIRECTIONS]


def fit(features, noisy, targets, captions, quiet, penalty=RIDGE, own=OWN):
    """weight (384 × 512) and bias (384). `features` and `noisy` are recordings × 512, `captions`
    holds each recording's first."""
    both = np.concatenate([features, noisy])
    mean = both.mean(0)
    centred = both - mean
    # A caption of many recordings must not drown the rare ones.
    counts = collections.Counter(captions)
    importance = np.array([counts[caption] ** -0.5 for caption in captions])[:, None]
    # What all captions have in common says nothing about one of them.
    targets = targets - (importance * targets).sum(0) / importance.sum()
    ridge = bridge_fit.ridge(
        centred, np.tile(targets, (2, 1)), penalty, np.tile(importance / 2, (2, 1)))
    ridge -= ridge @ quiet @ quiet.T
    matrix = sum(
        length * part / np.linalg.norm(centred @ part, axis=1).mean()
        for length, part in ((1, ridge), (own, steady_directions(features, noisy) @ quiet.T)))
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
    _, captions, blocks, noisy = read_recordings(
        arguments.space, arguments.data, arguments.debian, arguments.features)
    print(f"{len(captions)} recordings")
    texts = unit(np.concatenate([classes, encoder(compare.sound_members(HERE))]) - mean)
    weight, bias = fit(
        np.stack([of_recording.mean(0) for of_recording in blocks]), np.stack(noisy),
        caption_targets(encoder, mean, captions), [of_recording[0] for of_recording in captions],
        quiet_directions(texts))
    bridge_fit.save(arguments.output, arguments.space, "audio", weight, bias, SHARE)


if __name__ == "__main__":
    main()
