"""`trove bench encode` for a peer: the same kind of options, the same line of JSON."""

import argparse
import json
import time
from pathlib import Path

from batches import batch
from peers import PEERS
from works import WORKS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--work", choices=WORKS, required=True)
    parser.add_argument("--folder", type=Path, required=True, help="the space")
    parser.add_argument("--exported", type=Path, required=True, help="what export.py wrote")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    peer, work = PEERS[options.peer], WORKS[options.work]
    file = peer.file_of(work)
    if file:
        source = options.exported / f"{options.work}.{file}"
    else:
        import networks

        source = getattr(networks, work.network)(options.folder).eval()
    encode = peer.make(source, options.threads)
    items = batch(work, options.batch)
    encode(items)
    batches, start, cpu_start = 0, time.perf_counter(), time.process_time()
    while batches == 0 or time.perf_counter() - start < options.seconds:
        encode(items)
        batches += 1
    count = batches * options.batch
    result = {
        "items_per_second": count / (time.perf_counter() - start),
        "items_per_cpu_second": count / (time.process_time() - cpu_start),
        "precision": peer.precision,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
