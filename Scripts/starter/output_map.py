"""The linear map that turns a photo bridge's sum towards the texts."""

import numpy as np
import torch
import torch.nn.functional as F

STEPS = 30
RATE = 3e-3
PENALTY = 0.1  # on the squared distance from the identity
TEMPERATURE = 0.05  # to start with; it is learned


def fit(photos, captions):
    """Matrix (dimension × dimension) for which unit(matrix · photo) finds its captions and they
    it: symmetric contrastive loss over all photos at once (Radford et al., "Learning Transferable
    Visual Models", 2021), from the identity and held to it.

    `photos` (n × dimension) must come from terms fitted without the photo, or there is nothing
    left to learn. `captions`: n × captions × dimension, unit vectors.
    """
    count, each, dimension = captions.shape
    scale = np.linalg.norm(photos, axis=1).mean()
    x = torch.from_numpy((photos / scale).astype(np.float32))
    texts = torch.from_numpy(captions.reshape(-1, dimension).astype(np.float32))
    own = torch.arange(count)
    change = torch.zeros(dimension, dimension, requires_grad=True)
    sharpness = torch.tensor(-np.log(TEMPERATURE), dtype=torch.float32, requires_grad=True)
    optimizer = torch.optim.Adam([change, sharpness], RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        scores = F.normalize(x + x @ change.T, dim=1) @ texts.T * sharpness.exp()
        finds_photo = F.cross_entropy(scores.T, own.repeat_interleave(each))
        of_all = F.log_softmax(scores, 1).view(count, count, each)
        finds_captions = -of_all[own, own].mean()
        loss = (finds_photo + finds_captions) / 2 + PENALTY * change.square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return np.eye(dimension) + change.detach().double().numpy()
