#!/usr/bin/env python3
"""Measures what a higher or lower cut-off of text queries keeps and silences.

    python3 Scripts/cutoff_curve.py --space SPACE --library DIR --queries ARCHIVE/queries

SPACE is the installed starter space, DIR a library with the sample archive indexed in it. By
embeddings alone: no keywords, no other stage. For several parts of the unanswerable texts that are to
find nothing in a kind of segment, prints the part of unanswerable.csv that finds nothing in any
kind, and of the right answers among the first ten those above the cut-off. Needs what
Scripts/starter/compare.py needs.
"""

import argparse
import csv
import os
import re
import sqlite3
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "starter"))
import bridge_fit  # noqa: E402
from compare import unit  # noqa: E402

TEXTS = os.path.join(HERE, "../Sources/Retrieval/Calibration/UnanswerableTexts.swift")
SETS = (("text-to-picture", "image"), ("text-to-photo", "image"), ("text-to-sound", "audio"))
PARTS = (0.7, 0.8, 0.9, 0.95, 0.975)


def segments(library):
    """By type of asset and modality: vectors, and a path of each one's asset."""
    catalog = sqlite3.connect(f"file:{library}/catalog.sqlite?mode=ro", uri=True)
    kinds = {}
    for kind, modality, vector, path in catalog.execute(
            "SELECT asset.type, modality, vector, min(path) FROM segment"
            " JOIN embedding ON segment_id = segment.id JOIN asset ON asset.id = segment.asset_id"
            " JOIN path ON path.asset_id = asset.id GROUP BY segment.id"):
        vectors, paths = kinds.setdefault((kind, modality), ([], []))
        vectors.append(np.frombuffer(vector, "<f4"))
        paths.append(path)
    return {kind: (np.stack(vectors), paths) for kind, (vectors, paths) in kinds.items()}


def answers(file):
    """Query → the ends of its relevant paths."""
    found = {}
    with open(file, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["query"], []).append(row["relevant_path"])
    return found


def kept(embed, truth, vectors, paths, cutoff):
    """Of the right answers among the first ten, the part above the cut-off."""
    scores = embed(list(truth)) @ vectors.T
    right = np.array([[path.endswith(tuple(ends)) for path in paths] for ends in truth.values()])
    best = np.where(right, scores, -2).max(1)
    first_ten = (scores > best[:, None]).sum(1) < 10
    return (best[first_ten] >= cutoff).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--space", required=True, metavar="DIR", help="the installed space")
    parser.add_argument("--library", required=True, metavar="DIR", help="has the archive in it")
    parser.add_argument("--queries", required=True, metavar="DIR", help="the archive's queries")
    arguments = parser.parse_args()
    encoder, classes = bridge_fit.embed_classes(arguments.space)

    def embed(texts):
        return unit(unit(encoder(texts)) - classes.mean(0))

    with open(TEXTS, encoding="utf-8") as file:
        noise = embed(re.findall(r'"([^"]+)"', file.read()))
    kinds = segments(arguments.library)
    unanswerable = embed(list(answers(os.path.join(arguments.queries, "unanswerable.csv"))))
    truths = [(answers(os.path.join(arguments.queries, name + ".csv")), kind)
              for name, kind in SETS]
    print("part", "silent", *(name for name, _ in SETS))
    for part in PARTS:
        cutoffs = {kind: np.quantile((noise @ vectors.T).max(1), part)
                   for kind, (vectors, _) in kinds.items()}
        silent = np.all([(unanswerable @ vectors.T).max(1) < cutoffs[kind]
                         for kind, (vectors, _) in kinds.items()], 0).mean()
        print(part, f"{silent:.2f}", *(
            f"{kept(embed, truth, *kinds[kind, kind], cutoffs[kind, kind]):.2f}"
            for truth, kind in truths))


if __name__ == "__main__":
    main()
