"""Tests of download.py, against a server on the loopback."""

import hashlib
import io
import json
import os
import re
import tempfile
import threading
import unittest

import download
from file_server import make_server

CONTENT = bytes(range(256)) * 4000


class DownloadTests(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.served = os.path.join(self.folder, "served")
        self.output = os.path.join(self.folder, "output")
        os.makedirs(self.served)
        with open(os.path.join(self.served, "weights"), "wb") as file:
            file.write(CONTENT)
        self.requests = []

    def serve(self, break_after=None):
        server = make_server(self.served, break_after, self.requests.append)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(lambda: (server.shutdown(), thread.join(), server.server_close()))
        return f"http://127.0.0.1:{server.server_port}"

    def file(self, base, path="weights", **changes):
        return {"name": "weights", "url": f"{base}/{path}", "size": len(CONTENT),
                "sha256": hashlib.sha256(CONTENT).hexdigest(), **changes}

    def run_download(self, file, partial=None):
        os.makedirs(self.output, exist_ok=True)
        if partial is not None:
            with open(os.path.join(self.output, "weights.partial"), "wb") as target:
                target.write(partial)
        progress = download.Progress(file["size"], io.StringIO())
        download.download(file, self.output, progress, pause=lambda seconds: None)
        self.assertEqual(progress.done, file["size"])

    def assert_whole(self):
        with open(os.path.join(self.output, "weights"), "rb") as file:
            self.assertEqual(file.read(), CONTENT)
        self.assertEqual(os.listdir(self.output), ["weights"])

    def test_a_file_is_fetched_once(self):
        file = self.file(self.serve())
        for _ in range(2):
            self.run_download(file)
            self.assert_whole()
        self.assertEqual(self.requests, ["/weights whole"])

    def test_a_redirect_keeps_the_range(self):
        self.run_download(self.file(self.serve(), "moved/weights"), partial=CONTENT[:1000])
        self.assert_whole()
        self.assertEqual(self.requests[-1], "/weights bytes=1000-")

    def test_a_part_is_continued(self):
        self.run_download(self.file(self.serve()), partial=CONTENT[:70_000])
        self.assert_whole()
        self.assertEqual(self.requests, ["/weights bytes=70000-"])

    def test_a_whole_part_needs_no_server(self):
        self.run_download(self.file("http://127.0.0.1:1"), partial=CONTENT)
        self.assert_whole()

    def test_a_part_that_is_too_long_begins_anew(self):
        self.run_download(self.file(self.serve()), partial=CONTENT + b"more")
        self.assert_whole()

    def test_broken_connections_are_continued(self):
        self.run_download(self.file(self.serve(break_after=300_000)))
        self.assert_whole()
        self.assertEqual(len(self.requests), 4)
        self.assertTrue(re.fullmatch(r"/weights bytes=\d+-", self.requests[-1]))

    def test_a_connection_that_never_gets_on_is_given_up(self):
        with self.assertRaises(download.Failure) as caught:
            self.run_download(self.file(self.serve(break_after=0)))
        self.assertEqual(caught.exception.code, download.UNREACHABLE)

    def test_another_content_is_removed(self):
        with self.assertRaises(download.Failure) as caught:
            self.run_download(self.file(self.serve(), sha256="0" * 64))
        self.assertIn("sha256", str(caught.exception))
        self.assertEqual(caught.exception.code, 1)
        self.assertEqual(os.listdir(self.output), [])

    def test_a_damaged_part_is_noticed(self):
        with self.assertRaises(download.Failure):
            self.run_download(self.file(self.serve()), partial=b"x" * 1000)
        self.assertEqual(os.listdir(self.output), [])
        self.run_download(self.file(self.serve()))
        self.assert_whole()

    def test_a_longer_file_is_refused(self):
        with self.assertRaises(download.Failure):
            self.run_download(self.file(self.serve(), size=1000))

    def test_a_missing_file_is_told(self):
        with self.assertRaises(download.Failure) as caught:
            self.run_download(self.file(self.serve(), "nothing"))
        self.assertIn("404", str(caught.exception))
        self.assertEqual(len(self.requests), 1)

    def test_no_server_is_told(self):
        with self.assertRaises(download.Failure) as caught:
            self.run_download(self.file("http://127.0.0.1:1"))
        self.assertEqual(caught.exception.code, download.UNREACHABLE)


class TableTests(unittest.TestCase):
    def test_every_file_is_pinned(self):
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "public-spaces.json")
        with open(path, encoding="utf-8") as file:
            spaces = json.load(file)
        self.assertEqual(len({space["name"] for space in spaces}), len(spaces))
        for space in spaces:
            names = [file["name"] for file in space["files"]]
            self.assertIn("config.json", names)
            self.assertEqual(
                len({"model.safetensors", "pytorch_model.bin"}.intersection(names)), 1)
            for file in space["files"]:
                self.assertRegex(file["sha256"], "^[0-9a-f]{64}$")
                self.assertRegex(file.get("revision", space["revision"]), "^[0-9a-f]{40}$")
                self.assertGreater(file["size"], 0)


if __name__ == "__main__":
    unittest.main()
