import unittest

import table


def measured(precision, contestant, rate):
    return {
        "work": "clip-image",
        "precision": precision,
        "contestant": contestant,
        "rate": rate,
        "peak_bytes": 3_000_000,
    }


class Tables(unittest.TestCase):
    run_record = {
        "processor": "P",
        "batch": 8,
        "repetitions": 2,
        "versions": {"ONNX Runtime": "1", "OpenVINO": "2"},
    }

    def row(self, records, precision):
        lines = table.markdown([self.run_record, *records]).splitlines()
        return next(line.split(" | ") for line in lines if f"| {precision} |" in line)

    def test_the_best_repetition_is_compared_with_the_best_peer(self):
        records = [
            measured("f32", "trove", 10), measured("f32", "trove", 12),
            measured("f32", "ONNX Runtime", 8), measured("f32", "OpenVINO", 6),
        ]
        cells = self.row(records, "f32")
        self.assertEqual(cells[2], "12.0 (11.0)")
        self.assertEqual(cells[5], "1.50 × ONNX Runtime")
        self.assertEqual(cells[7], "3 |")

    def test_a_peer_that_lacks_a_precision_has_no_figure(self):
        records = [
            measured("f32", "ONNX Runtime", 8), measured("bf16", "trove", 20),
            measured("bf16", "OpenVINO", 16),
        ]
        cells = self.row(records, "bf16")
        self.assertEqual(cells[3:7], ["", "16.0 (16.0)", "1.25 × OpenVINO", "2.50 ×"])


if __name__ == "__main__":
    unittest.main()
