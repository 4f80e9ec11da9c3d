#!/usr/bin/env bash
# Installs what is missing of the Debian packages in debian-packages.txt. Only this step needs
# root; where nothing is missing it needs neither root nor a network.
set -euo pipefail

list=$(dirname "$0")/debian-packages.txt
missing=()
while read -r package; do
    case $package in '' | '#'*) continue ;; esac
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done <"$list"
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Debian packages to install (this needs root): ${missing[*]}"
as_root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Not root, and there is no sudo. Run as root:" >&2
        echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
