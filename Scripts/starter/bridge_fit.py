"""What the fits of the starter space's linear terms have in common."""

import json
import os

import numpy as np
from safetensors.numpy import save_file

from compare import networks


def embed_classes(space):
    """The space's text encoder, and the embeddings of the photo classes, whose mean is that of
    texts in general."""
    encoder = networks.SentenceEncoder(os.path.join(space, "text"), 256)
    with open(os.path.join(space, "photo-classes.txt"), encoding="utf-8") as file:
        return encoder, encoder(file.read().splitlines())


def ridge(features, targets, penalty, importance=1):
    """Matrix (features × dimension) that maps centred features to targets. `penalty` is in units
    of squared features; `importance` (items × 1) weighs the items."""
    weighted = (importance * features).T
    moment = weighted @ features + penalty * np.eye(features.shape[1])
    return np.linalg.solve(moment, weighted @ targets)


def save(path, space, modality, weight, bias, share):
    """Writes the term share · unit(weight · features + bias) as the bridges read it, with the
    encoder of `space` that it was fitted for."""
    with open(os.path.join(space, "space.json"), encoding="utf-8") as file:
        description = json.load(file)
    save_file(
        {"linear.weight": np.ascontiguousarray(weight, np.float32),
         "linear.bias": np.ascontiguousarray(bias, np.float32),
         "linear.share": np.array([share], np.float32)},
        path,
        {"architecture": description["encoders"][modality]["architecture"],
         "preprocessing_version": str(description["preprocessing_version"])})
