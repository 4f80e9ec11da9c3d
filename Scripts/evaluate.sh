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
def cell(value):
    return "" if value is None else format(value, ".2f")
print("|", " | ".join([
    sys.argv[1].replace("-", " "), sys.argv[2], str(report["queries"]), cell(report["recall@1"]),
    cell(report["recall@5"]), cell(report["recall@10"]), str(report["median_rank"]),
    cell(report["ndcg@10"]), cell(report.get("moment_recall@1", {}).get("0.5")),
    cell(report.get("moment_recall@3", {}).get("0.3")), cell(report.get("kept"))]), "|")' \
            "$name" "$type"
}

echo "| queries | among | number | R@1 | R@5 | R@10 | median rank | nDCG@10 |" \
    "moment R@1, IoU 0.5 | moment R@3, IoU 0.3 | kept by the cut-off |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
evaluate text-to-picture image
evaluate text-to-photo image
evaluate text-to-sound audio
evaluate sound-to-sound audio
evaluate sound-to-video video
evaluate noisy-sound-to-video video
evaluate sound-to-seen video
evaluate text-to-moment video
"$trove" eval --queries "$archive/queries/unanswerable.csv" --json | python3 -c '
import json, sys
print("\nQueries without an answer that find nothing: {:.0%}".format(json.load(sys.stdin)["silent"]))'
