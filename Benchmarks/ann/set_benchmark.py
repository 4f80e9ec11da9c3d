"""What is measured on one data set."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contestants import Contestant
from curves import needed_efs
from filters import FILTERS
from processes import Measurement, MeasurementError, measure, own_peak_bytes

K, M, EF_CONSTRUCTION = 10, 16, 200
EFS = (10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512)
RECALLS = (0.95, 0.99, 0.995)
FILTERED_RECALLS = (0.99,)
TYPICAL_EF = 64
PASSES = 2
SCANNED_SHARE = 0.1
"""An exact scan is tried for filters that leave no more than this."""


@dataclass(frozen=True)
class Files:
    """A data set's folder, as make_data.py fills it."""

    name: str
    count: int
    folder: Path

    def index(self, contestant: Contestant) -> Path:
        return self.folder / "indexes" / f"{contestant.key}.index"

    def builds(self, contestant: Contestant) -> Path:
        """What is known of the index's builds."""
        return self.folder / "indexes" / f"{contestant.key}.json"


class SetBenchmark:
    """Every repetition goes through all contestants in turn, so that what else the machine does
    meets them all alike. A contestant that fails is reported and left out of what needs it."""

    def __init__(
        self,
        files: Files,
        contestants: Sequence[Contestant],
        repetitions: int,
        record: Callable[[dict], None],
    ):
        self.files = files
        self.contestants = list(contestants)
        self.repetitions = repetitions
        self.record = record
        self.recalls: dict[str, dict[int, float]] = {}

    def build(self, times: int) -> None:
        """Builds everything `times` times; where that is 0, what is missing or out of date."""
        self.files.folder.joinpath("indexes").mkdir(exist_ok=True)
        stale = [each for each in self.contestants if not self._known_builds(each)]
        for _, each in self._rounds("build", self.contestants if times else stale, times or 1):
            known = self._known_builds(each)
            self.files.builds(each).unlink(missing_ok=True)
            self.files.index(each).unlink(missing_ok=True)
            if built := self._run(each, efs=[TYPICAL_EF]):
                seconds = [*known, built.lines[0]["build_cpu_seconds"]]
                record = {"of": self._build_identity(each), "cpu_seconds": seconds}
                self.files.builds(each).write_text(json.dumps(record))
        self.contestants = [each for each in self.contestants if self._known_builds(each)]
        for each in self.graphs:
            self._record(
                each,
                stage="build",
                cpu_seconds=min(self._known_builds(each)),
                in_this_run=times > 0 or each in stale,
                bytes_per_vector=self.files.index(each).stat().st_size / self.files.count,
            )

    @property
    def graphs(self) -> list[Contestant]:
        return [each for each in self.contestants if each.has_graph]

    def search(self) -> None:
        self.recalls = self._curves("search", self.graphs, RECALLS, {})

    def filter(self) -> None:
        for each in FILTERS:
            path = self.files.folder / "filters" / each.name
            options = {"--allow": f"{path}.bin", "--truth": f"{path}.ivecs"}
            contestants = [
                contestant
                for contestant in self.contestants
                if contestant.filters and (contestant.has_graph or each.share <= SCANNED_SHARE)
            ]
            self._curves(f"filter {each.name}", contestants, FILTERED_RECALLS, options)

    def map(self) -> None:
        """Opens the index files by mapping them, where a contestant doesn't do so anyway."""
        mapping = [each for each in self.graphs if each.can_map]
        for _, each in self._rounds("map", mapping, self.repetitions):
            if run := self._run(each, efs=[K], flags=["--map"]):
                self._record(each, stage="map", seconds=run.lines[0]["open_seconds"])

    def compare_threads(self) -> None:
        for _, each in self._rounds("threads", self.graphs, self.repetitions):
            for threads in (1, 2):
                if run := self._run(each, efs=[self._typical_ef(each)], threads=threads):
                    self._record(each, stage="threads", threads=threads, **run.lines[1])

    def weigh(self, small: "SetBenchmark") -> None:
        """Memory that a vector takes: the peak of a searching process, less that of the same one
        on a small data set."""
        for _, each in self._rounds("memory", self.graphs, 1):
            efs = [self._typical_ef(each)]
            with_many, with_few = self._run(each, efs), small._run(each, efs)
            if not with_many or not with_few:
                continue
            if with_few.peak_bytes <= own_peak_bytes():
                self._fail(each, "takes less memory than the benchmark itself, which hides it")
            else:
                added = with_many.peak_bytes - with_few.peak_bytes
                vectors = self.files.count - small.files.count
                self._record(each, stage="memory", bytes_per_vector=added / vectors)

    def _curves(
        self, stage: str, contestants: list[Contestant], targets: Sequence[float], options: dict
    ) -> dict[str, dict[int, float]]:
        """Measures recall and rate over all efs, later only those that decide the rate at
        `targets`. Returns recalls by contestant and ef."""
        recalls: dict[str, dict[int, float]] = {}
        for repetition, each in self._rounds(stage, contestants, self.repetitions):
            efs = needed_efs(recalls.get(each.key, {}), targets) if repetition else self._efs(each)
            run = self._run(each, efs, options) if efs else None
            if not run:
                continue
            opening, *points = run.lines
            recalls.setdefault(each.key, {point["ef"]: point["recall"] for point in points})
            self._record(each, stage="open", seconds=opening["open_seconds"])
            for point in points:
                self._record(each, stage=stage, repetition=repetition, **point)
        return recalls

    def _efs(self, contestant: Contestant) -> Sequence[int]:
        return EFS if contestant.has_graph else [K]

    def _typical_ef(self, contestant: Contestant) -> int:
        recalls = self.recalls.get(contestant.key, {})
        return next((ef for ef, recall in recalls.items() if recall >= 0.99), TYPICAL_EF)

    def _rounds(
        self, stage: str, contestants: Sequence[Contestant], repetitions: int
    ) -> Iterator[tuple[int, Contestant]]:
        for repetition in range(repetitions):
            for each in contestants:
                progress = f"{stage} {repetition + 1}/{repetitions}: {each.title}"
                print(f"{self.files.name}, {self.files.count}, {progress}", file=sys.stderr)
                yield repetition, each

    def _run(
        self,
        contestant: Contestant,
        efs: Sequence[int],
        options: dict[str, str] | None = None,
        flags: Sequence[str] = (),
        threads: int = 1,
    ) -> Measurement | None:
        folder = self.files.folder
        settings = {
            "--base": folder / "base.fvecs",
            "--queries": folder / "queries.fvecs",
            "--truth": folder / "truth.ivecs",
            "--index": self.files.index(contestant),
            "--k": K,
            "--m": M,
            "--ef-construction": EF_CONSTRUCTION,
            "--ef": ",".join(str(ef) for ef in efs),
            "--threads": threads,
            "--repeat": PASSES,
        } | (options or {})
        words = [str(word) for setting in settings.items() for word in setting]
        try:
            return measure([*contestant.command, *words, *flags], threads)
        except MeasurementError as error:
            self._fail(contestant, str(error))
            return None

    def _build_identity(self, contestant: Contestant) -> dict:
        return {
            "version": contestant.version,
            "m": M,
            "ef_construction": EF_CONSTRUCTION,
            "data": json.loads((self.files.folder / "made.json").read_text()),
        }

    def _known_builds(self, contestant: Contestant) -> list[float]:
        """Processor seconds of the builds that gave an index as it would be built now."""
        builds = self.files.builds(contestant)
        if not builds.exists() or not self.files.index(contestant).exists():
            return []
        known = json.loads(builds.read_text())
        return known["cpu_seconds"] if known["of"] == self._build_identity(contestant) else []

    def _fail(self, contestant: Contestant, message: str) -> None:
        print(f"{contestant.title} failed: {message}", file=sys.stderr)
        self._record(contestant, stage="failure", message=message)

    def _record(self, contestant: Contestant, **values) -> None:
        self.record({"set": self.files.name, "contestant": contestant.key} | values)
