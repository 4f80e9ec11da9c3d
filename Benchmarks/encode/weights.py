"""Reads a space's weights, in the format of safetensors, into PyTorch."""

import json
import struct
from pathlib import Path

import numpy as np
import torch


def read(path: Path) -> dict[str, torch.Tensor]:
    """All tensors of 32-bit floats by name."""
    data = np.memmap(path, np.uint8, "r")
    (length,) = struct.unpack("<Q", data[:8].tobytes())
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length].tobytes()).items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[begin:end].tobytes(), np.float32).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors
