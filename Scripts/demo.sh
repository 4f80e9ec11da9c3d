#!/usr/bin/env bash
# Indexes the sample archive and searches it in three ways; `make demo` builds first.
#   demo.sh TROVE CACHE ARCHIVE
set -euo pipefail

trove=$(realpath "$1") cache=$2 archive=$3
scripts=$(realpath "$(dirname "$0")")
export TROVE_LIBRARY=$cache/demo-library

heading() { printf '\n%s\n%s\n' "$*" "${*//?/-}"; }
# Shows a command as a person would type it, then runs it.
run() {
    printf '$ trove'
    printf ' %q' "$@"
    printf '\n'
    "$trove" "$@"
}

heading "The starter space: small networks for photos, sounds and texts"
run space install starter

heading "The sample archive: real pictures, sounds and videos from Debian packages"
python3 "$scripts/sample-archive/build.py" --cache "$cache/downloads" --output "$archive"
cd "$archive"

heading "Indexing"
# Exit code 3: done, but some files could not be read.
run index archive || [ $? = 3 ]

heading "A text finds pictures"
run search a penguin --type image --limit 5

heading "A text finds sounds"
run search a bird singing --type audio --limit 5

heading "A sound finds the moment of a video in which it is heard"
line=$(sed -n 3p queries/sound-to-video.csv)
IFS=, read -r sound video start end <<<"$line"
run search --audio "queries/$sound" --type video --limit 3
echo "This sound was put into $(basename "$video") at $start to $end seconds; the one that was"
echo "searched with is trimmed, resampled, quieter and noisier."

heading "How often the right one comes first, in all queries of the sample archive"
"$scripts/evaluate.sh" "$trove" "$archive"
