"""Reads the tensors of a PyTorch checkpoint without PyTorch.

    python3 torch_checkpoint.py pytorch_model.bin model.safetensors

writes a state dict as safetensors.

Both layouts are read: the legacy one (a row of pickles followed by raw
storages) and the zip archive that replaced it. A pickle can name any callable
of the interpreter, so the unpickler here resolves only the handful of names
that a state dict needs, to stand-ins of its own, and refuses all others.
"""

import codecs
import collections
import io
import pickle
import struct
import sys
import zipfile

import safetensors_file

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
LEGACY_PROTOCOL = 1001

# PyTorch's storage classes: safetensors' name of the type, bytes an element.
STORAGE_TYPES = {
    "FloatStorage": ("F32", 4),
    "HalfStorage": ("F16", 2),
    "LongStorage": ("I64", 8),
}
# `memoryview.cast` codes for elements of so many bytes; their values are never looked at.
ELEMENT_CODES = {2: "H", 4: "I", 8: "Q"}


class CheckpointError(Exception):
    """The file is no checkpoint of a known layout, or is damaged."""


class StorageType:
    """Stands in for `torch.FloatStorage` and its like."""

    def __init__(self, name):
        self.dtype, self.itemsize = STORAGE_TYPES[name]


class Storage:
    """A run of elements that tensors are views of; `data` may come later."""

    def __init__(self, kind, count):
        self.dtype, self.itemsize, self.count = kind.dtype, kind.itemsize, count
        self.data = None

    def fill(self, data, key):
        if len(data) != self.count * self.itemsize:
            raise CheckpointError(
                f"storage {key} has {len(data)} bytes, not {self.count * self.itemsize}")
        self.data = data


class Tensor:
    """A strided view of a storage: its type, shape and, in row-major order, bytes."""

    def __init__(self, storage, offset, shape, stride):
        if len(shape) != len(stride) or min((offset, *shape, *stride)) < 0:
            raise CheckpointError(f"a tensor has shape {shape} and strides {stride}")
        last = offset + sum((size - 1) * step for size, step in zip(shape, stride))
        if 0 not in shape and last >= storage.count:
            raise CheckpointError(f"a tensor of shape {shape} lies outside of its storage")
        self.dtype, self.shape = storage.dtype, tuple(shape)
        self._storage, self._offset, self._stride = storage, offset, tuple(stride)

    @property
    def data(self):
        if self._storage.data is None:
            raise CheckpointError("the data of a storage is missing")
        if 0 in self.shape:
            return b""
        elements = memoryview(self._storage.data).cast(ELEMENT_CODES[self._storage.itemsize])
        axes = [(size, step) for size, step in zip(self.shape, self._stride) if size > 1]
        while len(axes) > 1 and axes[-2][1] == axes[-1][0] * axes[-1][1]:
            (outer, _), (inner, step) = axes[-2:]
            axes[-2:] = [(outer * inner, step)]
        size, step = axes.pop() if axes else (1, 1)
        return b"".join(
            elements[start:start + (size - 1) * step + 1:step].tobytes()
            for start in _positions(self._offset, axes))


def _positions(start, axes):
    """The offsets of all rows below `axes`, (size, step) each, outermost first."""
    if not axes:
        yield start
        return
    (size, step), rest = axes[0], axes[1:]
    for index in range(size):
        yield from _positions(start + index * step, rest)


class _ScalarType:
    """Stands in for `numpy.dtype` of a NumPy scalar."""

    def __init__(self, code, *_):
        if code != "i8":
            raise CheckpointError(f"a NumPy scalar of type {code!r} is not expected")

    def __setstate__(self, state):
        if state[1] != "<":
            raise CheckpointError("a NumPy scalar is not little-endian")


def _scalar(kind, data):
    if not isinstance(kind, _ScalarType) or len(data) != 8:
        raise CheckpointError("a NumPy scalar is malformed")
    return int.from_bytes(data, "little", signed=True)


def _encode(text, encoding):
    if encoding != "latin1":
        raise CheckpointError(f"bytes encoded as {encoding!r} are not expected")
    return codecs.encode(text, "latin1")


def _rebuild_tensor(storage, offset, shape, stride, *_):
    if not isinstance(storage, Storage):
        raise CheckpointError("a tensor has no storage")
    return Tensor(storage, offset, shape, stride)


_ALLOWED = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
    ("numpy", "dtype"): _ScalarType,
    ("numpy.core.multiarray", "scalar"): _scalar,
    ("_codecs", "encode"): _encode,
}
_ALLOWED.update({("torch", name): StorageType(name) for name in STORAGE_TYPES})


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, storages):
        super().__init__(file)
        self._storages = storages

    def find_class(self, module, name):
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise CheckpointError(f"the pickle asks for {module}.{name}; refused") from None

    def persistent_load(self, pid):
        if not (isinstance(pid, tuple) and len(pid) >= 5 and pid[0] == "storage"
                and isinstance(pid[1], StorageType)
                and isinstance(pid[2], str)
                and isinstance(pid[4], int) and pid[4] >= 0):
            raise CheckpointError("a storage reference is malformed")
        kind, key, count = pid[1], pid[2], pid[4]
        if key not in self._storages:
            self._storages[key] = Storage(kind, count)
        return self._storages[key]


def load(data):
    """The object that `torch.save` wrote into the bytes `data`, its tensors as
    `Tensor`. Raises `CheckpointError`."""
    try:
        if data[:4] == b"PK\x03\x04":
            return _load_zip(data)
        return _load_legacy(data)
    except CheckpointError:
        raise
    except Exception as error:  # a damaged pickle raises nearly anything
        raise CheckpointError(f"damaged checkpoint: {error or type(error).__name__}") from error


def _load_legacy(data):
    file, storages = io.BytesIO(data), {}
    if _Unpickler(file, storages).load() != LEGACY_MAGIC:
        raise CheckpointError("not a PyTorch checkpoint")
    if _Unpickler(file, storages).load() != LEGACY_PROTOCOL:
        raise CheckpointError("the checkpoint has an unknown protocol version")
    if not _Unpickler(file, storages).load().get("little_endian"):
        raise CheckpointError("the checkpoint is not little-endian")
    result = _Unpickler(file, storages).load()
    for key in _Unpickler(file, storages).load():
        if key not in storages:
            raise CheckpointError(f"storage {key} belongs to no tensor")
        storage = storages[key]
        (count,) = struct.unpack("<q", file.read(8))
        if count != storage.count:
            raise CheckpointError(f"storage {key} has {count} elements, not {storage.count}")
        storage.fill(file.read(count * storage.itemsize), key)
    return result


def _load_zip(data):
    storages = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        if len(names) != 1:
            raise CheckpointError("not a PyTorch checkpoint")
        root = names[0][:-len("data.pkl")]
        result = _Unpickler(io.BytesIO(archive.read(names[0])), storages).load()
        if root + "byteorder" in archive.namelist():
            if archive.read(root + "byteorder") != b"little":
                raise CheckpointError("the checkpoint is not little-endian")
        for key, storage in storages.items():
            info = archive.getinfo(root + "data/" + key)
            if info.file_size != storage.count * storage.itemsize:
                raise CheckpointError(f"storage {key} has {info.file_size} bytes")
            storage.fill(archive.read(info), key)
    return result


def main():
    _, source, target = sys.argv
    try:
        with open(source, "rb") as file:
            state = load(file.read())
        if not isinstance(state, dict) or not all(
                isinstance(tensor, Tensor) for tensor in state.values()):
            raise CheckpointError("it holds more than a network's tensors")
        safetensors_file.write(target, state, {"format": "pt"})
    except (CheckpointError, OSError) as error:
        sys.exit(f"{source} can't be converted: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
