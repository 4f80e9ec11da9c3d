"""Who takes part: Trove and its peers, each as a command with the options of `trove bench ann`."""

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from peers import PEERS

HERE = Path(__file__).resolve().parent
TROVE = "trove"


@dataclass(frozen=True)
class Contestant:
    key: str
    title: str
    command: tuple[str, ...]
    version: str
    """An index that another version built is built anew."""
    is_full_precision: bool
    """Whether its vectors are float32."""
    filters: bool
    has_graph: bool = True
    can_map: bool = False
    """Whether it maps its file when it is asked to, beside reading it."""


def trove(program: Path) -> Contestant:
    with open(program, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    command = (str(program), "bench", "ann")
    version = f"sha256 {digest[:12]}"
    return Contestant(TROVE, "trove", command, version, is_full_precision=False, filters=True)


def installed_peers(python: Path) -> tuple[list[Contestant], list[str]]:
    """The peers in `python`'s environment, and the titles of those that are missing there."""
    versions = package_versions(python)
    present = [
        Contestant(
            key,
            peer.title,
            (str(python), str(HERE / "peer_bench.py"), "--peer", key),
            f"{peer.package} {versions[peer.package]}",
            is_full_precision=peer.is_full_precision,
            filters=peer.filters,
            has_graph=peer.has_graph,
            can_map=peer.maps,
        )
        for key, peer in PEERS.items()
        if peer.package in versions
    ]
    return present, [peer.title for peer in PEERS.values() if peer.package not in versions]


def package_versions(python: Path) -> dict[str, str]:
    """By name, the versions of the packages that are installed for `python`."""
    script = (
        "import importlib.metadata as metadata, json\n"
        "found = metadata.distributions()\n"
        "print(json.dumps({each.metadata['Name']: each.version for each in found}))"
    )
    printed = subprocess.run([python, "-c", script], capture_output=True, check=True, text=True)
    return json.loads(printed.stdout)
