#!/usr/bin/env bash
# Lets a job run every night, by a user's own systemd; needs no root.
#
#   jobs/systemd/install.sh .build/release/trove jobs/nightly.yaml 22:00
#
# The program and the job are copied, so that a rebuild does not pull them from under a run:
# to ~/.local/bin/trove and ~/.config/trove/jobs. Do it again after changing either.
set -euo pipefail

usage() {
    echo "Usage: install.sh TROVE JOB.yaml HH:MM" >&2
    exit 2
}

[ $# -eq 3 ] || usage
program=$1 job=$2 time=$3
[[ $time =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || usage
[ -x "$program" ] || { echo "$program: no program; build it with 'make build'" >&2; exit 1; }
[ -r "$job" ] || { echo "$job: can't be read" >&2; exit 1; }
name=$(basename "$job" .yaml)
[[ $name =~ ^[A-Za-z0-9_.-]+$ ]] || { echo "$job: name it with letters and digits" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
config=${XDG_CONFIG_HOME:-$HOME/.config}
binary=$HOME/.local/bin/trove
mkdir -p "$HOME/.local/bin" "$config/trove/jobs" "$config/systemd/user"
# By rename: a program that is running can't be written over.
cp "$program" "$binary.new" && mv "$binary.new" "$binary"
cp "$job" "$config/trove/jobs/$name.yaml"
docs=$(cd "$here/../../docs" && pwd)
sed -e "s|@TROVE@|$binary|" -e "s|@DOCS@|$docs|" "$here/trove@.service" \
    > "$config/systemd/user/trove@.service"
# The time belongs to this job alone.
mkdir -p "$config/systemd/user/trove@$name.timer.d"
sed -e "s|@TIME@|$time|" "$here/trove@.timer" > "$config/systemd/user/trove@.timer"
printf '[Timer]\nOnCalendar=\nOnCalendar=*-*-* %s:00\n' "$time" \
    > "$config/systemd/user/trove@$name.timer.d/time.conf"

if ! systemctl --user daemon-reload 2>/dev/null; then
    echo "Installed, but no systemd of this user runs here. Once it does:"
    echo "  systemctl --user daemon-reload && systemctl --user enable --now trove@$name.timer"
    exit 0
fi
systemctl --user enable --now "trove@$name.timer"
echo "Job $name runs every night at $time."
echo "Now:                  systemctl --user start trove@$name.service"
echo "What it did:          trove status"
echo "Also when logged out: loginctl enable-linger"
