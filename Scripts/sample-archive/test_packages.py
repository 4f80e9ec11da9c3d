import hashlib
import tempfile
import unittest
from pathlib import Path

from errors import BuildError
from packages import Package, fetch, verify


class Checksums(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cache = Path(folder.name)
        self.digest = hashlib.sha256(b"media").hexdigest()

    def test_accepts_the_pinned_file_from_the_cache(self):
        package = Package("media", "1.0", self.digest)
        path = self.cache / "media_1.0_all.deb"
        path.write_bytes(b"media")
        self.assertEqual(fetch(package, self.cache), path)

    def test_says_which_file_differs_and_how(self):
        path = self.cache / "media.deb"
        path.write_bytes(b"other")
        with self.assertRaises(BuildError) as caught:
            verify(path, self.digest)
        message = str(caught.exception)
        for part in (str(path), self.digest, hashlib.sha256(b"other").hexdigest(), "delete"):
            self.assertIn(part, message)
        self.assertNotIn("\n", message)


if __name__ == "__main__":
    unittest.main()
