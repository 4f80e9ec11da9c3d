#!/usr/bin/env bash
# Indexes the sample archive and searches it in three ways; `make demo` builds first.
#   demo.sh TROVE CACHE ARCHIVE
set -euo pipefail

trove=$1 cache=$2 archive=$3
export TROVE_LIBRARY=$cache/demo-library

heading() { printf '\n\033[1m%s\033[0m\n' "$*"; }
say() { printf '$ trove %s\n' "$*"; }

heading "The starter space: small networks for photos, sounds and texts"
"$trove" space list | grep -q starter || "$trove" space install starter

heading "The sample archive: real pictures, sounds and videos from Debian packages"
python3 "$(dirname "$0")/sample-archive/build.py" --cache "$cache/downloads" --output "$archive"

heading "Indexing"
say "index $archive/archive"
"$trove" index "$archive/archive" || [ $? = 3 ]

heading "A text finds pictures"
say 'search "a red apple" --type image --limit 5'
"$trove" search "a red apple" --type image --limit 5

heading "A text finds sounds"
say 'search "a dog barking" --type audio --limit 5'
"$trove" search "a dog barking" --type audio --limit 5

heading "A sound finds the moment of a video in which it is heard"
first=$(sed -n 2p "$archive/queries/sound-to-video.csv")
sound=$archive/queries/${first%%,*}
say "search --audio $sound --type video --limit 3"
"$trove" search --audio "$sound" --type video --limit 3
echo "(It was put at: $(cut -d, -f2- <<<"$first"))"

heading "How often the right one comes first"
for queries in text-to-picture text-to-photo text-to-sound sound-to-sound sound-to-video; do
    case $queries in
    *picture | *photo) type=image ;;
    *-sound) type=audio ;;
    *) type=video ;;
    esac
    printf '%-16s ' "$queries"
    "$trove" eval --queries "$archive/queries/$queries.csv" --type $type --json
done
