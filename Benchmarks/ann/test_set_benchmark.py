import json
import sys
import tempfile
import unittest
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import table
from contestants import Contestant
from set_benchmark import EFS, Files, SetBenchmark

# Builds its index where that is missing, reaches 1 - 1/ef, and notes what it was asked for.
STAND_IN = """
import json, os, sys
name, rate, log, *words = sys.argv[1:]
settings = dict(zip(words[::2], words[1::2]))
print(name, settings["--ef"], file=open(log, "a"))
if os.path.exists(settings["--index"]):
    print(json.dumps({"open_seconds": 0.002}))
else:
    open(settings["--index"], "w").write("12345678")
    print(json.dumps({"build_seconds": 3, "build_cpu_seconds": 2}))
for ef in map(int, settings["--ef"].split(",")):
    rate_at_ef = float(rate) / ef
    print(json.dumps({"ef": ef, "recall": 1 - 1 / ef, "qps": rate_at_ef, "qps_cpu": rate_at_ef}))
"""


class SetBenchmarks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "made.json").write_text("{}")
        self.script = self.folder / "stand_in.py"
        self.script.write_text(STAND_IN)
        self.log = self.folder / "log"
        self.records = []

    def contestant(self, name, rate):
        command = (sys.executable, str(self.script), name, str(rate), str(self.log))
        return Contestant(name, name, command, "1", is_full_precision=True, filters=False)

    def benchmark(self, *contestants, repetitions=2):
        files = Files("stand-ins", 4, self.folder)
        return SetBenchmark(files, contestants, repetitions, self.records.append)

    def run_quietly(self, *stages):
        with redirect_stderr(StringIO()) as shown:
            for stage in stages:
                stage()
        return shown.getvalue()

    def asked(self):
        return [line.split() for line in self.log.read_text().splitlines()]

    def test_contestants_take_turns_and_later_only_with_the_efs_that_decide(self):
        benchmark = self.benchmark(self.contestant("a", 1), self.contestant("b", 1))
        self.run_quietly(lambda: benchmark.build(0), benchmark.search)
        all_efs = ",".join(map(str, EFS))
        deciding = ",".join(str(ef) for ef in EFS if ef <= 256)
        self.assertEqual(
            self.asked()[2:],
            [["a", all_efs], ["b", all_efs], ["a", deciding], ["b", deciding]],
        )

    def test_an_index_is_built_once_a_version(self):
        for _ in range(2):
            benchmark = self.benchmark(self.contestant("a", 1))
            self.run_quietly(lambda: benchmark.build(0))
        self.assertEqual(len(self.asked()), 1)
        (self.folder / "made.json").write_text('{"other": "data"}')
        benchmark = self.benchmark(self.contestant("a", 1))
        self.run_quietly(lambda: benchmark.build(0))
        self.assertEqual(len(self.asked()), 2)
        self.assertEqual([record["in_this_run"] for record in self.records], [True, False, True])

    def test_who_fails_is_named_and_left_out(self):
        failing = Contestant("b", "b", (sys.executable, "-c", "exit(4)"), "1", True, False)
        benchmark = self.benchmark(self.contestant("a", 1), failing)
        shown = self.run_quietly(lambda: benchmark.build(0), benchmark.search)
        self.assertIn("b failed", shown)
        self.assertIn("exit code 4", shown)
        self.assertEqual({line[0] for line in self.asked()}, {"a"})

    def test_the_table_compares_with_the_best_peer(self):
        contestants = [self.contestant(*each) for each in (("a", 1e6), ("b", 2e6), ("trove", 5e6))]
        benchmark = self.benchmark(*contestants)
        stages = (lambda: benchmark.build(0), benchmark.search, benchmark.compare_threads)
        self.run_quietly(*stages)
        run = {
            "stage": "run",
            "processor": "P",
            "count": 4,
            "dimensions": 2,
            "queries": 1,
            "repetitions": 2,
            "contestants": [vars(each) for each in contestants],
            "missing": ["c"],
        }
        shown = table.markdown(json.loads(json.dumps([run, *self.records])))
        rows = {line.split("|")[1].strip(): line for line in shown.splitlines() if "|" in line}
        # 0.95 is reached at ef 20, where rates are a twentieth of what was given.
        self.assertEqual(
            rows["queries a CPU second, recall 0.95"],
            "| queries a CPU second, recall 0.95 | 50,000 (50,000) | 100,000 (100,000)"
            " | 250,000 (250,000) | 2.50 × b |",
        )
        self.assertIn("| 2 | 2 | 2 | 1.00 × a |", rows["file, bytes a vector"])
        self.assertIn("| 1.00 (2.00) |", rows["two threads' rate by one's"])
        self.assertIn("Not installed: c.", shown)


if __name__ == "__main__":
    unittest.main()
