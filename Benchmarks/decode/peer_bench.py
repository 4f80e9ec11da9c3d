"""`trove bench decode` for a peer: files in, a line of JSON out."""

import argparse
import json
import os
from pathlib import Path

from peers import PEERS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    run = PEERS[options.peer].make(options.files[0])
    # Not counted: some libraries compile or load more at their first use.
    run(options.files[0])
    seconds = []
    for _ in range(options.repeat):
        start = processor_seconds()
        for file in options.files:
            run(file)
        seconds.append(processor_seconds() - start)
    print(json.dumps({"cpu_seconds": min(seconds)}))


def processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
