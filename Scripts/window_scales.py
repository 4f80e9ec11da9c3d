#!/usr/bin/env python3
"""Measures what longer windows of sound bring, as means of neighbouring ones.

    python3 Scripts/window_scales.py --trove TROVE --library DIR --queries ARCHIVE/queries

DIR is a library with the sample archive indexed in it by the starter space. By embeddings of sound
alone: no picture, no keyword, no stage. A file's score is that of its best window; prints recall
in the first 1, 5 and 10 files for the windows as they are, and for means of 3 (5 s) and 23 (30 s),
alone, as a maximum with the window and mixed with it. Needs numpy.
"""

import argparse
import csv
import json
import os
import sqlite3
import subprocess

import numpy as np

SETS = (("text-to-sound", "audio"), ("sound-to-sound", "audio"), ("sound-to-video", "video"),
        ("noisy-sound-to-video", "video"), ("text-to-moment", "video"))


def recordings(library):
    """By type of asset: path → its windows' vectors, in their order."""
    catalog = sqlite3.connect(f"file:{library}/catalog.sqlite?mode=ro", uri=True)
    found = {}
    for kind, path, vector in catalog.execute(
            "SELECT asset.type, min(path), vector FROM segment"
            " JOIN embedding ON segment_id = segment.id JOIN asset ON asset.id = segment.asset_id"
            " JOIN path ON path.asset_id = asset.id WHERE modality = 'audio'"
            " GROUP BY segment.id ORDER BY asset.id, start_seconds"):
        found.setdefault(kind, {}).setdefault(path, []).append(np.frombuffer(vector, "<f4"))
    return {kind: {path: np.stack(vectors) for path, vectors in paths.items()}
            for kind, paths in found.items()}


def smooth(vectors, count):
    """Normalised means of as many neighbours, fewer at both ends."""
    half = count // 2
    means = np.stack([vectors[max(0, i - half):i + half + 1].mean(0) for i in range(len(vectors))])
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def ways():
    yield "2.5 s", lambda vectors, query: vectors @ query
    for count, name in ((3, "5 s"), (23, "30 s")):
        def longer(vectors, query, count=count):
            return smooth(vectors, count) @ query
        yield name, longer
        yield f"max {name}", lambda vectors, query, longer=longer: np.maximum(
            vectors @ query, longer(vectors, query))
        for part in (0.25, 0.5):
            yield f"{part} of {name}", lambda vectors, query, longer=longer, part=part: (
                (1 - part) * (vectors @ query) + part * longer(vectors, query))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trove", required=True, help="the program")
    parser.add_argument("--library", required=True, metavar="DIR", help="has the archive in it")
    parser.add_argument("--queries", required=True, metavar="DIR", help="the archive's queries")
    options = parser.parse_args()
    known = {}

    def embed(query):
        if query not in known:
            file = os.path.join(options.queries, query)
            asked = f"--audio={file}" if os.path.isfile(file) else f"--text={query}"
            answer = subprocess.run([options.trove, "embed", asked, "--space", "starter", "--json"],
                                    check=True, capture_output=True, text=True)
            known[query] = np.array(json.loads(answer.stdout)["vector"], np.float32)
        return known[query]

    library = recordings(options.library)
    for name, score in ways():
        print(name)
        for queries, kind in SETS:
            relevant = {}
            file = os.path.join(options.queries, queries + ".csv")
            with open(file, encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    relevant.setdefault(row["query"], []).append(row["relevant_path"])
            ranks = []
            for query, ends in relevant.items():
                scores = {path: score(vectors, embed(query)).max()
                          for path, vectors in library[kind].items()}
                best = max(value for path, value in scores.items() if path.endswith(tuple(ends)))
                ranks.append(1 + sum(value > best for value in scores.values()))
            print(f"  {queries:22}", *(f"{np.mean(np.array(ranks) <= k):.3f}" for k in (1, 5, 10)))


if __name__ == "__main__":
    main()
