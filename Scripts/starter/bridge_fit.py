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
    items, width = features.shape
    if items < width:  # the same by the smaller of two systems
        gram = features @ features.T + np.eye(items) * (penalty / importance)
        return features.T @ np.linalg.solve(gram, targets)
    weighted = (importance * features).T
    moment = weighted @ features + penalty * np.eye(width)
    return np.linalg.solve(moment, weighted @ targets)


def save(path, space, modality, weight, bias, share, others=None):
    """Writes the term share · unit(weight · features + bias), and tensors by name beside it, as
    the bridges read them, with the encoder of `space` that they were fitted for."""
    with open(os.path.join(space, "space.json"), encoding="utf-8") as file:
        description = json.load(file)
    tensors = {"linear.weight": weight, "linear.bias": bias, "linear.share": [share],
               **(others or {})}
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()},
              path,
              {"architecture": description["encoders"][modality]["architecture"],
               "preprocessing_version": str(description["preprocessing_version"])})
