"""`trove bench ann` for a peer: the same options, the same lines of JSON on standard output.

Beside those, --peer says which one and --map opens the index file by mapping it.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

from nearest import recall
from peers import PEERS, Peer
from vector_files import read_floats, read_integers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True, help="built where it is missing")
    parser.add_argument("--map", action="store_true")
    parser.add_argument("--allow", type=Path, help="a byte 0 or 1 for every base vector")
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--m", type=int, default=16)
    parser.add_argument("--ef-construction", type=int, default=200)
    parser.add_argument("--ef", type=lambda text: [int(ef) for ef in text.split(",")], default=[64])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1, help="passes, of which the best counts")
    options = parser.parse_args()

    queries, truth = read_floats(options.queries), read_integers(options.truth)
    peer = PEERS[options.peer](queries.shape[1])
    print(json.dumps(made_ready(peer, options)), flush=True)
    if options.allow:
        peer.allow(np.fromfile(options.allow, np.uint8) != 0)
    for ef in options.ef:
        search = lambda: peer.search(queries, options.k, ef, options.threads)  # noqa: E731
        passes = [timed(search) for _ in range(options.repeat)]
        found = passes[0][0].astype(np.int64)
        line = {
            "ef": ef,
            "recall": recall(found, truth, options.k),
            "qps": len(queries) / min(wall for _, wall, _ in passes),
            "qps_cpu": len(queries) / min(cpu for _, _, cpu in passes),
        }
        print(json.dumps(line), flush=True)


def made_ready(peer: Peer, options: argparse.Namespace) -> dict[str, float]:
    """Opens the peer's index, or builds and saves it: what that took."""
    if options.index.exists():
        opened = peer.map if options.map else peer.load
        _, wall, _ = timed(lambda: opened(options.index))
        return {"open_seconds": wall}
    base = read_floats(options.base)
    _, wall, cpu = timed(
        lambda: peer.build(base, options.m, options.ef_construction, options.threads)
    )
    peer.save(options.index)
    size = options.index.stat().st_size
    return {
        "build_seconds": wall,
        "build_cpu_seconds": cpu,
        "bytes_per_vector": size / len(base),
    }


def timed(work):
    """What `work` returned, its wall and its processor seconds, all threads together."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
