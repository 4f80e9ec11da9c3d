"""Say where the media come from and under which licences, as the packages' own copyright files do."""

import re
from pathlib import Path

from packages import PHOTOS, STAMPS, Package, copyright_text

MEDIA = {
    STAMPS: "archive/pictures, archive/sounds, and with the photographs the material of archive/videos",
    PHOTOS[0]: "archive/photos",
    PHOTOS[1]: "archive/photos",
}


def text(roots: dict[Package, Path]) -> str:
    lines = [
        "The media of this sample archive come from Debian packages, unchanged; the videos and the",
        "sounds in queries/ are made from them and stand under the same licences.",
        "usr/share/doc/PACKAGE/copyright in each package holds the full text.",
    ]
    for package, root in roots.items():
        copyright_file = copyright_text(package, root)
        lines += ["", f"{package.name} {package.version} (Debian)", f"  media: {MEDIA[package]}"]
        lines += [f"  source: {source}" for source in re.findall(r"^Source: (.+)$", copyright_file, re.M)]
        names = {file.name for file in (root / "usr/share/backgrounds").glob("*.jpg")}
        for paragraph in copyright_file.split("\n\n"):
            entry = media_entry(paragraph, names)
            if entry:
                lines.append(f"  {entry}")
    return "\n".join(lines) + "\n"


def media_entry(paragraph: str, names: set[str]) -> str | None:
    """One line for a `Files:` paragraph that covers media of the archive; None for any other."""
    match = re.match(
        r"Files: (?P<files>\S+)\nCopyright: (?P<holder>.+)\nLicense: (?P<licence>\S+)", paragraph
    )
    if not match:
        return None
    name = Path(match["files"]).name
    if match["files"] != "*" and name not in names:
        return None
    return f"{name}: {match['licence']}, © {match['holder']}"
