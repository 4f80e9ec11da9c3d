"""What people ask for: everyday-sounds.csv, a list of everyday sounds.

A row holds a label, a sentence, the sound categories that fit it ("|" between them, the best
first) and a regular expression that finds the captions of such recordings.
"""

import collections
import csv
import os
import re

import numpy as np

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "everyday-sounds.csv")

EverydaySound = collections.namedtuple("EverydaySound", "label sentence categories captions")


def read():
    with open(LIST, encoding="utf-8", newline="") as file:
        return [EverydaySound(row["label"], row["sentence"], row["category"].split("|"),
                              re.compile(row["captions"])) for row in csv.DictReader(file)]


def heard(sounds, captions):
    """Sounds × recordings: whether a caption of the recording names the sound."""
    return np.array([[any(sound.captions.search(caption) for caption in of_recording)
                      for of_recording in captions] for sound in sounds])
