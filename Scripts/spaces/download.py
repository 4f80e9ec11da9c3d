#!/usr/bin/env python3
"""Downloads the files of a model, each checked by its size and sha256.

    python3 download.py --files FILES --output DIR

FILES holds JSON: a list of objects with name, url, size and sha256. What lies in DIR already, from an
earlier call or by hand, is checked and not fetched again; what is there in part is continued, where
the server lets. Needs Python's standard library alone. Ends with 0, 1 for a file that is not what it
should be or can't be written, 3 when a server can't be reached, and 130 when interrupted.
"""

import argparse
import hashlib
import json
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request

PIECE = 1 << 20
ATTEMPTS = 5
TIMEOUT = 30
UNREACHABLE = 3


class Failure(Exception):
    """With a line for a person, and the exit code."""

    def __init__(self, text, code=1):
        super().__init__(text)
        self.code = code


class Progress:
    """How far all files are together: one live line on a terminal, else a line every ten seconds."""

    def __init__(self, total, stream=sys.stderr):
        self.total, self.done, self.fetched = total, 0, 0
        self.stream, self.is_live = stream, stream.isatty()
        self.began = self.shown = time.monotonic()

    def add(self, count, fetched=True):
        self.done += count
        self.fetched += count if fetched else 0
        now = time.monotonic()
        if now - self.shown < (0.2 if self.is_live else 10):
            return
        self.shown = now
        rate = self.fetched / max(now - self.began, 0.001)
        line = f"{self.done / 1e6:.0f} of {self.total / 1e6:.0f} MB, {rate / 1e6:.1f} MB a second"
        if rate > 0:
            line += f", about {(self.total - self.done) / rate:.0f} s left"
        self.stream.write(f"\r{line}\x1b[K" if self.is_live else line + "\n")
        self.stream.flush()

    def end(self):
        if self.is_live:
            self.stream.write("\r\x1b[K")


def hash_file(path, progress=None):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            if progress:
                progress.add(len(piece), fetched=False)
    return digest


def is_whole(path, file):
    return (os.path.exists(path) and os.path.getsize(path) == file["size"]
            and hash_file(path).hexdigest() == file["sha256"])


def open_from(file, start):
    """The response, and where in the file it begins."""
    request = urllib.request.Request(file["url"], headers={"User-Agent": "trove"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == 416 and start:
            return open_from(file, 0)
        if error.code in (408, 429) or error.code >= 500:
            raise
        raise Failure(f"{file['url']}: the server answers {error.code} {error.reason}",
                      UNREACHABLE) from error
    if response.status != 206:
        return response, 0
    span = response.headers.get("Content-Range", "")
    if not span.startswith(f"bytes {start}-") or span.rsplit("/")[-1] not in (str(file["size"]), "*"):
        response.close()
        return open_from(file, 0)
    return response, start


def fetch(file, partial, progress):
    """Continues the partial file to its end, or to where the connection breaks."""
    start = os.path.getsize(partial) if os.path.exists(partial) else 0
    if start > file["size"]:
        start = 0
    if start < file["size"]:
        response, start = open_from(file, start)
    digest = hashlib.sha256()
    counted = progress.done
    with open(partial, "r+b" if os.path.exists(partial) else "w+b") as target:
        target.truncate(start)
        while piece := target.read(PIECE):
            digest.update(piece)
            progress.add(len(piece), fetched=False)
        if start < file["size"]:
            with response:
                while piece := response.read(PIECE):
                    if target.tell() + len(piece) > file["size"]:
                        raise Failure(f"{file['url']} is longer than its {file['size']} bytes")
                    target.write(piece)
                    digest.update(piece)
                    progress.add(len(piece))
        size = target.tell()
        target.flush()
        os.fsync(target.fileno())
    if size < file["size"]:
        progress.done = counted
        raise ConnectionError(f"the connection ended after {size} of {file['size']} bytes")
    if digest.hexdigest() != file["sha256"]:
        os.remove(partial)
        raise Failure(f"{file['url']} has the sha256 {digest.hexdigest()} where {file['sha256']} is"
                      " needed: what was downloaded is removed")


def download(file, folder, progress, pause=time.sleep):
    path = os.path.join(folder, file["name"])
    if is_whole(path, file):
        progress.add(file["size"], fetched=False)
        return
    partial = path + ".partial"
    for attempt in range(1, ATTEMPTS + 1):
        before = os.path.getsize(partial) if os.path.exists(partial) else 0
        counted = progress.done
        try:
            fetch(file, partial, progress)
            break
        except (urllib.error.URLError, ConnectionError, TimeoutError, OSError) as error:
            progress.done = counted
            if isinstance(error, OSError) and error.errno in (28, 13, 30, 122):
                raise Failure(f"can't write {partial}: {error.strerror}") from error
            grew = os.path.exists(partial) and os.path.getsize(partial) > before
            reason = getattr(error, "reason", None) or error
            if attempt == ATTEMPTS or not (grew or attempt < 3):
                raise Failure(f"{file['url']} can't be fetched: {reason}", UNREACHABLE) from error
            pause(2 ** (attempt - 1))
    os.replace(partial, path)


def download_all(files, folder, progress=None):
    os.makedirs(folder, exist_ok=True)
    total = sum(file["size"] for file in files)
    there = sum(os.path.getsize(path) for path in (
        os.path.join(folder, file["name"] + ending) for file in files for ending in ("", ".partial")
    ) if os.path.exists(path))
    free = shutil.disk_usage(folder).free
    if total - there > free:
        raise Failure(f"{(total - there) / 1e6:.0f} MB are to be downloaded to {folder}, whose disk has"
                      f" {free / 1e6:.0f} MB left")
    progress = progress or Progress(total)
    try:
        for file in files:
            download(file, folder, progress)
    finally:
        progress.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", required=True, metavar="DIR")
    parser.add_argument("--files", required=True)
    arguments = parser.parse_args()
    # A thread that starts this may have signals blocked.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, signal.SIGTERM])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with open(arguments.files, encoding="utf-8") as file:
            files = json.load(file)
        download_all(files, arguments.output)
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(failure.code)
    except OSError as error:
        print(f"can't write to {arguments.output}: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
