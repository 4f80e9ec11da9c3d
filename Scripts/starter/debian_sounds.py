#!/usr/bin/env python3
"""Fetches freely licensed sounds from Debian packages and pairs them with captions.

    python3 Scripts/starter/debian_sounds.py DIR

Downloads the pinned packages with apt into DIR (2.2 GB, two thirds of it 0ad-data), checks and
unpacks them there without installing them, and prints how many pairs sound-captions.csv makes
of them. A row of that file gives a package, a pattern of file names in it and a caption.
Games keep sounds in archives of their own: these are unpacked beside the archive, into a folder
of its name with ".d" at the end.
"""

import csv
import fnmatch
import os
import struct
import sys
import zipfile
import zlib
from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sample-archive"))
from packages import Package, unpacked  # noqa: E402

PACKAGES = (
    Package("scratch", "1.4.0.6~dfsg1-6.1",
            "36c582eb93110f64f06c4e685c41e933ccba2fa68db12f79b10bfe840b21fc10"),
    Package("gcompris-qt-data", "3.1-2",
            "e9cf06ab2105529068df73085784e835d2ff03f870d2a8091f09125d40abac9f"),
    Package("widelands-data", "2:1.1-3",
            "0e23d645b15bcfb9e3bcae0de9bc1bdfa75a6ecb36b2e449759d6eb0b4bbd8fb"),
    Package("0ad-data", "0.0.26-1",
            "53745ae74d05bccf6783400fa98f3932b21729ab9d2e86151aa2c331c3455178"),
    Package("megaglest-data", "3.13.0-3",
            "ed4783d9fc78e201a548b266f7c30325eb16cfd58a20bf4597dd6e622f84a07e"),
    Package("wesnoth-1.16-data", "1:1.16.9-1",
            "1012b964bd412a6770685e3324ae3b61e176caff7846192d1ee63d55cd621e26"),
    Package("minetest-data", "5.6.1+dfsg+~1.9.0mt8+dfsg-2",
            "91371dd2bd51cfcd4fa60c138667989a47047dfe1a47f7523b9ad1782d397585"),
    Package("openclonk-data", "8.1-3",
            "1505314b47196c5052caf75e870ea2cf36bdb4e1d0c7e3f133da93815b7e642f"),
    Package("openttd-opensfx", "1.0.3-2",
            "2898b4677a3caccc4abc08fb4cf83319047b5a04729291deb5c77a8cd713c006"),
    Package("lincity-ng-data", "2.9~git20150314-5",
            "8f5e85bd42879abdc7099b035d7a3d7468eceb6b93b52a12270c28f3f3c792f9"),
    Package("lmms-common", "1.2.2+dfsg1-6",
            "7d9aa55dd05f11edc57104203ee1c350e3e41f8936ab3741da2bb1158fd46c37"),
    Package("minetest-mod-homedecor", "20210327.1-2",
            "555d078c37e2a26a66aea20affa8031ea7ff05e9def7c2f9eb60cd422feb9f6c"),
    Package("sound-theme-freedesktop", "0.8-2",
            "135cc4893ba590d428577bc3bf42df756a165c05a2a43f84311ad7db779a70ea"),
    Package("sonic-pi-samples", "3.2.2~repack-8",
            "25f2312d2fae005e6ad0f4726b8ed3084e776006a5a132083506e960224ac79d"),
)
CAPTIONS = os.path.join(HERE, "sound-captions.csv")
SUFFIXES = (".ogg", ".oga", ".wav", ".mp3", ".flac")


def zip_members(path):
    """0 A.D.'s data are a plain zip."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(SUFFIXES):
                yield name, archive.read(name)


def qt_members(path):
    """Qt's compiled resources (.rcc): a tree of nodes, names in UTF-16 and data with lengths."""
    data = path.read_bytes()
    version, tree, contents, names = struct.unpack_from(">4I", data, 4)
    node_size = 14 if version < 2 else 22

    def walk(index, prefix):
        name, flags = struct.unpack_from(">IH", data, tree + index * node_size)
        length = struct.unpack_from(">H", data, names + name)[0]
        start = names + name + 6
        path = prefix + data[start:start + 2 * length].decode("utf-16-be")
        if flags & 2:
            count, first = struct.unpack_from(">II", data, tree + index * node_size + 6)
            for child in range(first, first + count):
                yield from walk(child, path + "/" if index else "")
        elif path.endswith(SUFFIXES):
            start = contents + struct.unpack_from(">I", data, tree + index * node_size + 10)[0]
            length = struct.unpack_from(">I", data, start)[0]
            body = data[start + 4:start + 4 + length]
            yield path, zlib.decompress(body[4:]) if flags & 1 else body

    return walk(0, "")


def clonk_members(path):
    """OpenClonk's groups: gzip with its first two bytes changed, nested tables of 316-byte rows."""
    def walk(data, prefix):
        header = bytearray(byte ^ 237 for byte in data[:204])
        for i in range(0, 202, 3):
            header[i], header[i + 2] = header[i + 2], header[i]
        count = struct.unpack_from("<i", header, 36)[0]
        base = 204 + 316 * count
        for row in range(count):
            entry = data[204 + 316 * row:520 + 316 * row]
            name = prefix + entry[:260].split(b"\0")[0].decode("latin-1")
            _, is_group, size, _, offset = struct.unpack_from("<5i", entry, 260)
            body = data[base + offset:base + offset + size]
            if is_group:
                yield from walk(body, name + "/")
            elif name.endswith(SUFFIXES):
                yield name, body

    return walk(zlib.decompress(b"\x1f\x8b" + path.read_bytes()[2:], 31), "")


def transport_members(path):
    """OpenTTD's sound sets (.cat): a table of offsets; each sound is a WAVE with its number."""
    data = path.read_bytes()
    for index in range((struct.unpack_from("<I", data)[0] & 0x7FFFFFFF) // 8):
        offset, size = struct.unpack_from("<II", data, 8 * index)
        start = (offset & 0x7FFFFFFF) + 1 + data[offset & 0x7FFFFFFF]
        yield f"{index:02d}.wav", data[start:start + size]


CONTAINERS = {"public.zip": zip_members, "*.rcc": qt_members, "Sound.ocg": clonk_members,
              "opensfx.cat": transport_members}


def expand(root):
    """Unpacks the archives that games keep their sounds in, once."""
    for pattern, members in CONTAINERS.items():
        for path in root.rglob(pattern):
            done, partial = path.with_name(path.name + ".d"), path.with_name(path.name + ".partial")
            if not path.is_file() or done.exists():
                continue
            for name, body in members(path):
                target = partial / name
                if partial.resolve() not in target.resolve().parents:
                    raise ValueError(f"{path} holds a file outside of itself: {name}")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)
            partial.mkdir(exist_ok=True)
            partial.rename(done)


def read_pairs(folder):
    """(package, path of a sound, its captions) of every sound that sound-captions.csv names."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for package in PACKAGES:
        root = unpacked(package, folder)
        expand(root)
        files[package.name] = sorted(str(path) for path in root.rglob("*")
                                     if path.suffix in SUFFIXES and path.is_file())
    pairs = {}
    with open(CAPTIONS, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = fnmatch.filter(files[row["package"]], "*/" + row["file"])
            if not found:
                raise ValueError(f"{CAPTIONS}: no file of {row['package']} is named {row['file']}")
            for path in found:
                pairs.setdefault((row["package"], path), []).append(row["caption"])
    return [(package, path, captions) for (package, path), captions in sorted(pairs.items())]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    pairs = read_pairs(sys.argv[1])
    captions = {caption for _, _, of_sound in pairs for caption in of_sound}
    print(f"{len(pairs)} sounds of {len({package for package, _, _ in pairs})} packages,"
          f" {len(captions)} captions")


if __name__ == "__main__":
    main()
