"""Saves a safetensors file of 32-bit numbers as PyTorch would, without PyTorch, for tests.

    python3 save_checkpoint.py model.safetensors pytorch_model.bin
"""

import json
import math
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "starter"))

from test_convert import tensor, zipped  # noqa: E402


def main():
    _, source, target = sys.argv
    with open(source, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    header.pop("__metadata__", None)
    state, storages = {}, {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        shape = entry["shape"]
        strides = [math.prod(shape[axis + 1:]) for axis in range(len(shape))]
        key = str(len(storages))
        state[name] = tensor(key, (end - begin) // 4, tuple(shape), tuple(strides))
        storages[key] = struct.unpack(f"<{(end - begin) // 4}f", body[begin:end])
    with open(target, "wb") as file:
        file.write(zipped(state, storages))


if __name__ == "__main__":
    main()
