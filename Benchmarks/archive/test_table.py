import unittest

import table


def record(contestant, photos, seconds, peak=1e6):
    return {
        "contestant": contestant, "photos": photos, "repetition": 0, "seconds": seconds,
        "cpu_seconds": 2 * seconds, "peak_bytes": peak,
    }


class TableTests(unittest.TestCase):
    def records(self):
        return [
            record("rclip", 60, 10), record("rclip", 60, 12), record("rclip", 60, 30),
            record("rclip", 1, 2), record("trove", 60, 3, 5e5), record("trove", 1, 1),
        ]

    def test_medians_count(self):
        row = table.row(self.records(), "rclip")
        self.assertEqual(row["whole"], 5)
        self.assertEqual(row["whole by processor"], 2.5)
        self.assertEqual(row["without start"], 5.9)

    def test_rows_name_their_ratio_to_the_peer(self):
        lines = table.markdown(self.records()).splitlines()
        self.assertEqual(len(lines), 4)
        self.assertIn("20.00 (4.00 ×)", lines[3])
        self.assertIn("29.50 (5.00 ×)", lines[3])
        self.assertTrue(lines[2].startswith("| rclip | 5.00 | 2.50 | 5.90 "))


if __name__ == "__main__":
    unittest.main()
