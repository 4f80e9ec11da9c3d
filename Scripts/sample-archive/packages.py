"""Fetch pinned Debian packages with apt, check them and unpack them without installing them."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from errors import BuildError


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        # apt writes an epoch's colon like this.
        return f"{self.name}_{self.version.replace(':', '%3a')}_all.deb"


STAMPS = Package(
    "tuxpaint-stamps-default",
    "2022.06.04-1",
    "6db6c1bfc870a47f1499d6203b083522eacb57c5f9c87d468f2e92eb6d9d5f34",
)
PHOTOS = (
    Package(
        "lomiri-wallpapers-16.04",
        "20.04.0-2",
        "a99ff6a3bfe451e4cc0682ecb3cc82e71740626d59e4845ae34a0a0e45421eab",
    ),
    Package(
        "lomiri-wallpapers-20.04",
        "20.04.0-2",
        "d44e89b8473aafe64a5b678f014862dc31335aaaf18665c544d985d854f1a709",
    ),
)
PACKAGES = (STAMPS, *PHOTOS)


def unpacked(package: Package, cache: Path) -> Path:
    """The package's root folder in `cache`, fetched and unpacked if it is not there yet."""
    # The checksum is part of the name, so a folder that exists was unpacked from this very file.
    root = cache / f"{package.name}_{package.version}_{package.sha256[:12]}"
    if root.is_dir():
        return root
    archive = fetch(package, cache)
    partial = root.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    result = run(["dpkg-deb", "-x", str(archive), str(partial)])
    if result.returncode != 0:
        raise BuildError(f"dpkg-deb could not unpack {archive}: {last_line(result.stderr)}")
    partial.rename(root)
    return root


def fetch(package: Package, cache: Path) -> Path:
    """The package file in `cache`, downloaded if it is missing, with its checksum verified."""
    path = cache / package.file_name
    if not path.exists():
        result = run(["apt-get", "download", f"{package.name}={package.version}"], cwd=cache)
        if result.returncode != 0 or not path.exists():
            raise BuildError(
                f"apt-get could not download {package.name} {package.version} "
                f"({last_line(result.stderr)}); run `apt-get update` as root and try again"
            )
    verify(path, package.sha256)
    return path


def verify(path: Path, expected: str) -> None:
    """Raise a `BuildError` unless the file has the expected SHA-256."""
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != expected:
        raise BuildError(
            f"{path} has sha256 {actual} but {expected} is expected; delete the file and try again"
        )


def copyright_text(package: Package, root: Path) -> str:
    return (root / "usr/share/doc" / package.name / "copyright").read_text(encoding="utf-8")


def run(command: list[str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    except FileNotFoundError:
        raise BuildError(f"{command[0]} is not installed; this needs a Debian machine with apt")


def last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"
