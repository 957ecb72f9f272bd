#!/usr/bin/env bash
# A night's fuzzing: an hour of AFL++ over all targets, then the same time with the engine inside the process, which begins with what
# AFL++ has found. Arguments: the time of each (default 1h). Exit code 1 where there is a finding; the output says how to repeat it.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-1h}
fuzz/install.sh
status=0
fuzz/localmig-fuzz run all --engine afl --time "$time" --name afl || status=$?
[ "$status" -le 1 ] || exit "$status"
fuzz/localmig-fuzz run all --time "$time" --workers "$(nproc)" || status=$?
exit "$status"
