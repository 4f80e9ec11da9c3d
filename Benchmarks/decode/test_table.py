import unittest

import table


class Tables(unittest.TestCase):
    run_record = {"processor": "P", "repetitions": 2, "versions": {"av": "1"}}

    def rows(self, records):
        return table.markdown([self.run_record, *records]).splitlines()[4:]

    def test_the_best_repetition_is_compared_with_the_best_peer(self):
        records = [
            {"work": "photos", "contestant": name, "rate": rate}
            for name, rate in [("trove", 30), ("trove", 32), ("A", 16), ("B", 20), ("A", 10)]
        ]
        self.assertEqual(
            self.rows(records),
            ["| 12-megapixel JPEG to 256 × 256 planes, photos a second | 32.0 (31.0) | A 16.0 (13.0); B 20.0 (20.0)"
             " | 1.60 × B |"])

    def test_a_work_without_peers_stands_alone(self):
        records = [{"work": "flac-encode", "contestant": "trove", "rate": 120.4}]
        self.assertEqual(
            self.rows(records), ["| FLAC to embeddings of windows, × real time | 120 (120) |  |  |"])


if __name__ == "__main__":
    unittest.main()
