"""Read and write .fvecs and .ivecs: each row is its length as int32, then its float32s or int32s.

The format of http://corpus-texmex.irisa.fr, little-endian.
"""

from pathlib import Path

import numpy as np


def write_vectors(path: Path, rows: np.ndarray) -> None:
    """Writes a matrix: floats as .fvecs, integers as .ivecs."""
    words = rows.astype("<f4" if rows.dtype.kind == "f" else "<i4", copy=False).view("<i4")
    with open(path, "wb") as file:
        lengths = np.full((len(words), 1), words.shape[1], "<i4")
        np.hstack([lengths, words]).tofile(file)


def read_floats(path: Path) -> np.ndarray:
    """Rows × dimensions float32 of an .fvecs file."""
    return _read(path).view("<f4")


def read_integers(path: Path) -> np.ndarray:
    """Rows × columns int32 of an .ivecs file."""
    return _read(path)


def _read(path: Path) -> np.ndarray:
    words = np.fromfile(path, "<i4")
    if not len(words):
        raise ValueError(f"{path}: is empty")
    columns = int(words[0]) + 1
    if columns < 2 or path.stat().st_size % (4 * columns):
        raise ValueError(f"{path}: {len(words)} words are not whole rows of {columns}")
    rows = words.reshape(-1, columns)
    if (rows[:, 0] != columns - 1).any():
        raise ValueError(f"{path}: rows differ in length")
    return np.ascontiguousarray(rows[:, 1:])
