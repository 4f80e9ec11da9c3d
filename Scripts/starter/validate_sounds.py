#!/usr/bin/env python3
"""Measures the sound bridge on its own training recordings: category texts, the reading of the
classifier's head, and the fitted linear term by cross-validation.

    python3 Scripts/starter/validate_sounds.py --space SPACE --data DIR --debian FOLDER \\
        [--features FILE]

Arguments are those of fit_sound.py. Cross-validation leaves each source out in turn (a package;
the animal recordings, which are many, in five folds). A recording counts by its best 2.3-second
block. A text query is every caption among the sounds of its source, and every sound of
everyday-sounds.csv that at least five recordings hold, in three forms, among up to 20 recordings
of each. No randomness beyond fixed seeds.
"""

import argparse
import collections
import copy
import itertools
import os
import re

import numpy as np
import torch
from safetensors.torch import load_file

import bridge_fit
import compare
import everyday_sounds
import fit_sound
from compare import networks, unit

# Categories of the Universal Category System that the head is read without.
LEFT_OUT = ("ARCHIVED", "FOLEY", "GEOTHERMAL")
EARLIER = {"ARCHIVED", "GEOTHERMAL", "NATURAL DISASTER"}  # an earlier reading, for comparison
TEMPERATURE = 4.0  # as in StarterBridges.swift
ANIMALS, FOLDS, DRAWS = "animals", 5, 4
# One everyday sound of each of ten categories, reported one by one however few recordings hold it.
TEN = ("baby crying", "chainsaw", "clock ticking", "dog", "fire crackling", "helicopter", "sneeze",
       "rain", "rooster", "sea waves")


def source_of(path):
    name = os.path.basename(path)
    if name.startswith("animal_"):
        return ANIMALS
    package = re.search(r"/([a-z0-9.-]+)_[^/]*_[0-9a-f]{12}/", path)
    return package.group(1) if package else "clips"


def precision(scores, right, limit=10):
    """The share of right ones among the first `limit`, or as many as there are."""
    count = min(limit, right.sum())
    return right[np.argsort(-scores, kind="stable")[:count]].mean()


def nearest_precision(embeddings, labels):
    """P@5 of each recording among the others."""
    scores = embeddings @ embeddings.T
    np.fill_diagonal(scores, -9)
    same = labels[:, None] == labels
    np.fill_diagonal(same, False)
    return np.mean([precision(row, right, 5) for row, right in zip(scores, same) if right.any()])


class Recordings:
    """The training recordings with everything that doesn't depend on a fit."""

    def __init__(self, arguments):
        self.encoder, photo_classes = bridge_fit.embed_classes(arguments.space)
        self.mean = photo_classes.mean(0)
        paths, self.captions, blocks, noisy = fit_sound.read_recordings(
            arguments.space, arguments.data, arguments.debian, arguments.features)
        self.classes = compare.sound_classes(fit_sound.HERE)
        self.names = [item["category"] for item in self.classes]
        self.categories = np.stack([self.encoder(item["members"]).mean(0) for item in self.classes])
        members = self.encoder(compare.sound_members(fit_sound.HERE))
        self.quiet = fit_sound.quiet_directions(
            unit(np.concatenate([photo_classes, members]) - self.mean))
        self.source = np.array([source_of(path) for path in paths])
        self.first = np.array([of_recording[0] for of_recording in self.captions])
        self.features = np.stack([of_recording.mean(0) for of_recording in blocks])
        self.noisy = np.stack(noisy)
        self.blocks = np.concatenate(blocks)
        self.owner = np.repeat(np.arange(len(paths)), [len(part) for part in blocks])
        self.state = load_file(os.path.join(arguments.space, "sound.safetensors"))
        self.logits, self.block_logits = self.classify(self.features), self.classify(self.blocks)
        self.targets = fit_sound.caption_targets(self.encoder, self.mean, self.captions)
        self.everyday = everyday_sounds.read()
        self.heard = everyday_sounds.heard(self.everyday, self.captions)
        self.queries = sorted({caption for part in self.captions for caption in part})
        self.query_embeddings = self.embed(self.queries)
        self.holds = np.array([[query in part for part in self.captions] for query in self.queries])
        self.asked = [self.embed([sound.label, sound.sentence, f"the sound of {sound.sentence}"])
                      for sound in self.everyday]

    def embed(self, texts):
        return unit(self.encoder(texts) - self.mean)

    @torch.no_grad()
    def classify(self, features):
        return networks.aisfx_head(self.state, torch.from_numpy(features)).numpy()

    def with_windows(self, count):
        """The same with windows of `count` blocks, half overlapping, in the blocks' place; a
        shorter recording is one window."""
        windows, owner = [], []
        for recording in range(len(self.source)):
            blocks = self.blocks[self.owner == recording]
            starts = range(0, max(1, len(blocks) - count + 1), max(1, count // 2))
            windows += [blocks[start:start + count].mean(0) for start in starts]
            owner += [recording] * len(starts)
        data = copy.copy(self)
        data.blocks, data.owner = np.stack(windows), np.array(owner)
        data.block_logits = self.classify(data.blocks)
        return data

    def folds(self):
        animal_fold = np.random.default_rng(1).integers(0, FOLDS, len(self.source))
        for name in dict.fromkeys(self.source):
            members = self.source == name
            for fold in range(FOLDS) if name == ANIMALS else (None,):
                yield np.flatnonzero(members & (animal_fold == fold) if fold is not None else members)

    def mixture(self, logits, temperature):
        mixed = compare.mixture(logits, self.categories, temperature)
        return unit(mixed - self.categories.mean(0))

    def cross_validated(self, temperature=TEMPERATURE, share=fit_sound.SHARE, **options):
        """Embeddings of all blocks, and of the recordings by their mean features, as they are and
        under noise; each with a linear term that was fitted without its fold. A share of 0 is the
        mixture alone."""
        of_blocks = self.mixture(self.block_logits, temperature)
        of_recordings = self.mixture(self.logits, temperature)
        of_noisy = self.mixture(self.classify(self.noisy), temperature)
        for fold in self.folds() if share else ():
            others = np.setdiff1d(np.arange(len(self.source)), fold)
            weight, bias = fit_sound.fit(
                self.features[others], self.noisy[others], self.targets[others],
                self.first[others], self.quiet, **options)
            held = np.isin(self.owner, fold)
            of_blocks[held] += share * unit(self.blocks[held] @ weight.T + bias)
            of_recordings[fold] += share * unit(self.features[fold] @ weight.T + bias)
            of_noisy[fold] += share * unit(self.noisy[fold] @ weight.T + bias)
        return unit(of_blocks), unit(of_recordings), unit(of_noisy)

    def scores(self, queries, of_blocks):
        """Queries × recordings: that of the best block."""
        result = np.full((len(self.source), len(queries)), -9.0)
        np.maximum.at(result, self.owner, of_blocks @ queries.T)
        return result.T

    def drawn(self, sounds, seed):
        """Up to 20 recordings of each everyday sound."""
        random = np.random.default_rng(seed)
        found = (np.flatnonzero(self.heard[sound]) for sound in sounds)
        return np.unique(np.concatenate([
            part if len(part) <= 20 else random.choice(part, 20, replace=False) for part in found]))


def report_texts(data):
    """How well everyday queries find their category among the 79."""
    categories = unit(data.categories - data.categories.mean(0))
    forms = {"label": "{0.label}", "sentence": "{0.sentence}",
             "the sound of …": "the sound of {0.sentence}",
             "… while people talk": "{0.sentence} while people talk"}
    print(f"{len(data.everyday)} everyday sounds, the right category first / among two of 79:")
    for name, form in forms.items():
        order = np.argsort(-data.embed([form.format(s) for s in data.everyday]) @ categories.T, 1)
        rank = np.array([min(row.tolist().index(data.names.index(c)) for c in sound.categories)
                         for row, sound in zip(order, data.everyday)])
        print(f"  {name:20s} {(rank < 1).mean():.2f} / {(rank < 2).mean():.2f}")


def report_head(data):
    """Where the head puts recordings of each category. A logit is told in standard deviations
    from its mean over all recordings."""
    deviation = (data.logits - data.logits.mean(0)) / data.logits.std(0)
    order = np.argsort(-data.logits, 1)
    print("The head by category: recordings, that category first / among three, place of its own"
          " logit's mean deviation among the 79")
    for index, name in enumerate(data.names):
        mine = np.any([heard for sound, heard in zip(data.everyday, data.heard)
                       if sound.categories[0] == name] or [np.zeros(len(order), bool)], 0)
        if mine.any():
            mean = deviation[mine].mean(0)
            print(f"  {index:2d} {name:18s} {mine.sum():4d}  {(order[mine, 0] == index).sum():3d} /"
                  f" {(order[mine, :3] == index).any(1).sum():3d}   {(mean > mean[index]).sum() + 1}")


def report_reading(data):
    """How well the head's order fits each way to leave three of the 82 categories out."""
    every = sorted({*data.names, *LEFT_OUT})
    deviation = (data.logits - data.logits.mean(0)) / data.logits.std(0)
    fit = np.zeros((len(every), len(data.names)))  # of a category at a place of the head
    for sound, heard in zip(data.everyday, data.heard):
        if heard.any():
            weight = min(heard.sum(), 20) ** 0.5
            fit[every.index(sound.categories[0])] += weight * deviation[heard].mean(0)
    readings = []
    for left_out in itertools.combinations(range(len(every)), 3):
        kept = np.delete(np.arange(len(every)), left_out)
        readings.append((fit[kept, np.arange(len(kept))].sum(), [every[i] for i in left_out]))
    readings.sort(reverse=True)
    print(f"Readings of the head's order, {len(readings)} in all; the sum of the right logits'"
          " mean deviations if these are left out:")
    for number, (value, left_out) in enumerate(readings):
        if number < 6 or set(left_out) in (set(LEFT_OUT), EARLIER):
            print(f"  {number + 1:6d}. {value:6.1f}  {', '.join(left_out)}")


def report(data, label, one_by_one=False, **options):
    of_blocks, of_recordings, of_noisy = data.cross_validated(**options)
    originals = of_noisy @ of_recordings.T
    found_again = [(originals[i, fold] >= originals[i, i]).sum() == 1
                   for fold in data.folds() for i in fold]
    scores, ranks, found = data.scores(data.query_embeddings, of_blocks), [], []
    for name, count in collections.Counter(data.source.tolist()).items():
        members = data.source == name
        for row, right in zip(scores[:, members], data.holds[:, members]) if count >= 20 else ():
            if right.any():
                ranks.append((row > row[right].max()).sum())
                found.append(right[np.argsort(-row)[:10]].sum() / min(10, right.sum()))
    ranks = np.array(ranks)
    ten = [i for i, sound in enumerate(data.everyday) if sound.label in TEN]
    many = [i for i, heard in enumerate(data.heard) if heard.sum() >= 5 or i in ten]
    figures = [everyday_precision(data, of_blocks, sounds) for sounds in (many, ten)]
    animals = data.source == ANIMALS
    print(f"{label:24s} R@1/5/10 " + " / ".join(f"{(ranks < k).mean():.3f}" for k in (1, 5, 10))
          + f"  P@10 {np.mean(found):.3f}  everyday ({len(many)}) {np.mean(figures[0]):.3f}"
          f"  ten {np.mean(figures[1]):.3f}"
          f"  animal P@5 {nearest_precision(of_recordings[animals], data.first[animals]):.3f}"
          f"  under noise, itself first {np.mean(found_again):.3f}",
          flush=True)
    if one_by_one:
        print("    " + ", ".join(
            f"{data.everyday[i].label} ({data.heard[i].sum()}) {value:.2f}"
            for i, value in zip(ten, figures[1])))


def everyday_precision(data, of_blocks, sounds):
    """Of each everyday sound, the mean P@10 over forms of the query and draws."""
    draws = [data.drawn(sounds, seed) for seed in range(DRAWS)]
    return [np.mean([precision(row[draw], data.heard[sound, draw])
                     for row in data.scores(data.asked[sound], of_blocks) for draw in draws])
            for sound in sounds]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    fit_sound.add_arguments(parser)
    data = Recordings(parser.parse_args())
    report_texts(data)
    report_head(data)
    report_reading(data)
    animals = data.source == ANIMALS
    centred = unit(data.features - data.features.mean(0))[animals]
    print(f"cosine of the features: animal P@5 {nearest_precision(centred, data.first[animals]):.3f}")
    report(data, "mixture alone", True, share=0)
    report(data, "as installed", True)
    for options in ({"temperature": 3.0}, {"temperature": 6.0}, {"share": 0.7}, {"share": 1.8},
                    {"penalty": 30.0}, {"penalty": 300.0}, {"own": 0.0}, {"own": 1.0}):
        report(data, ", ".join(f"{name} {value:g}" for name, value in options.items()), **options)
    for count in (2, 4):
        report(data.with_windows(count), f"windows of {count} blocks")


if __name__ == "__main__":
    main()
