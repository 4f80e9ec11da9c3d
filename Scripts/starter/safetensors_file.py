"""Writes the safetensors format: a length, a JSON header, the tensors' bytes."""

import json
import struct


def write(path, tensors, metadata=None):
    """Writes `tensors` (name → object with dtype, shape and data) to `path`,
    sorted by name so that equal tensors give equal files."""
    header, offset = {}, 0
    if metadata:
        header["__metadata__"] = metadata
    names = sorted(tensors)
    for name in names:
        end = offset + len(tensors[name].data)
        header[name] = {
            "dtype": tensors[name].dtype,
            "shape": list(tensors[name].shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in names:
            file.write(tensors[name].data)
