#!/usr/bin/env bash
# How long a run takes, and how much memory, that finds 100,000 files unchanged.
#
#   Benchmarks/overnight/unchanged.sh .build/release/trove [COUNT]
#
# The files are small pictures in folders of 500, all with one content, so that making the library
# takes little; what is measured does not read them.
set -euo pipefail
trove=$(realpath "$1")
count=${2:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$folder/archive" "$count" <<'PYTHON'
import os, struct, sys, zlib

folder, count = sys.argv[1], int(sys.argv[2])

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

rows = b"".join(b"\0" + bytes([x * 4, 80, 160]) * 64 for x in range(64))
picture = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
           + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
for number in range(count):
    if number % 500 == 0:
        os.makedirs(f"{folder}/{number // 500:05}")
    with open(f"{folder}/{number // 500:05}/IMG_{number:06}.png", "wb") as file:
        file.write(picture)
PYTHON
export TROVE_LIBRARY=$folder/library
"$trove" index "$folder/archive" > "$folder/first" 2> /dev/null
for run in 1 2 3; do
    python3 - "$trove" "$folder/archive" <<'PYTHON'
import json, resource, subprocess, sys, time

begin = time.monotonic()
answer = subprocess.run([sys.argv[1], "index", sys.argv[2], "--json"], capture_output=True)
seconds = time.monotonic() - begin
report, usage = json.loads(answer.stdout), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "unchanged": report["unchanged"], "seconds": round(seconds, 2),
    "run_seconds": round(report["seconds"], 2),
    "walking_seconds": round(report["stage_seconds"]["walking"], 2),
    "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
    "peak_megabytes": round(usage.ru_maxrss / 1000)}))
PYTHON
done
