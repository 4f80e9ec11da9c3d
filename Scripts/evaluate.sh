#!/usr/bin/env bash
# Prints what `trove eval` measures on the sample archive, one line a set of queries.
#   evaluate.sh TROVE ARCHIVE      (with the library in $TROVE_LIBRARY)
set -euo pipefail

trove=$1 archive=$2

evaluate() {
    local name=$1 type=$2
    "$trove" eval --queries "$archive/queries/$name.csv" --type "$type" --json |
        python3 -c '
import json, sys
report = json.load(sys.stdin)
moments = report.get("moment_recall@1", {}).get("0.5")
print("| {} | {} | {} | {:.2f} | {:.2f} | {:.2f} | {} | {} |".format(
    sys.argv[1].replace("-", " "), sys.argv[2], report["queries"], report["recall@1"],
    report["recall@5"], report["recall@10"], report["median_rank"],
    "" if moments is None else format(moments, ".2f")))' "$name" "$type"
}

echo "| queries | among | number | R@1 | R@5 | R@10 | median rank | moment R@1, IoU 0.5 |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- |"
evaluate text-to-picture image
evaluate text-to-photo image
evaluate text-to-sound audio
evaluate sound-to-sound audio
evaluate sound-to-video video
evaluate text-to-moment video
