"""Makes one data set's files, where they aren't there yet.

FOLDER then holds base.fvecs, queries.fvecs, truth.ivecs (the exact nearest neighbours), and in
filters/ for every filter NAME.bin (a byte 0 or 1 for each base vector) and NAME.ivecs (the exact
nearest neighbours among the allowed). made.json, written last, says how they were made.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from data_sets import DATA_SETS
from filters import FILTERS, Filter
from nearest import exact_nearest
from synthetic_vectors import base_vectors, query_vectors
from vector_files import write_vectors

TRUTH_DEPTH = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = {data.name: data for data in DATA_SETS}
    parser.add_argument("--set", choices=names, required=True)
    parser.add_argument("--count", type=int, required=True, help="base vectors")
    parser.add_argument("--dimensions", type=int, required=True)
    parser.add_argument("--queries", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()

    data, folder = names[options.set], options.folder
    made = {
        "set": asdict(data),
        "count": options.count,
        "dimensions": options.dimensions,
        "queries": options.queries,
        "filters": [asdict(each) for each in FILTERS],
    }
    record = folder / "made.json"
    if record.exists() and json.loads(record.read_text()) == made:
        return
    (folder / "filters").mkdir(parents=True, exist_ok=True)
    record.unlink(missing_ok=True)
    base = base_vectors(data, options.count, options.dimensions)
    queries = query_vectors(data, options.queries, options.dimensions)
    write_vectors(folder / "base.fvecs", base)
    write_vectors(folder / "queries.fvecs", queries)
    write_vectors(folder / "truth.ivecs", exact_nearest(base, queries, TRUTH_DEPTH))
    for each in FILTERS:
        write_filter(folder / "filters", each, base, queries)
    record.write_text(json.dumps(made, indent=1))


def write_filter(folder: Path, each: Filter, base: np.ndarray, queries: np.ndarray) -> None:
    allowed = each.allowed(base, queries)
    flags = np.zeros(len(base), np.uint8)
    flags[allowed] = 1
    flags.tofile(folder / f"{each.name}.bin")
    truth = exact_nearest(base, queries, TRUTH_DEPTH, allowed)
    write_vectors(folder / f"{each.name}.ivecs", truth)


if __name__ == "__main__":
    main()
