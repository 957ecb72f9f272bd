#!/usr/bin/env bash
# Our schema front end beside QEMU's own, whole processes on the same files: a schema of 1,400 definitions made here, and QEMU's.
# Usage: bench/qapi-speed.sh SRC [RUNS]     SRC is an unpacked QEMU source (10.0); RUNS of each, alternating (default 15)
# LOCALMIG names another binary of ours, e.g. the one published ahead of time. Prints the medians and their ratio.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
src=$(cd "${1:?usage: qapi-speed.sh SRC [RUNS]}" && pwd)
runs=${2:-15}
tool=${LOCALMIG:-$here/artifacts/bin/LocalMig.Tool/release/LocalMig.Tool}
[ -x "$tool" ] || { echo "qapi-speed: build first (no $tool)" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/theirs.py" <<'PY'
import sys
from qapi.schema import QAPISchema
QAPISchema(sys.argv[1])
PY
awk -f "$here/bench/made-schema.awk" >"$work/made.json"

milliseconds() { # COMMAND...: the wall time of one run
  local from to
  from=$(date +%s%N); "$@" >/dev/null; to=$(date +%s%N)
  echo $(((to - from) / 1000000))
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

export PYTHONPATH=$src/scripts PYTHONPYCACHEPREFIX=$work/cache
for schema in "$work/made.json" "$src/qapi/qapi-schema.json"; do
  : >"$work/ours"; : >"$work/theirs"
  for _ in $(seq "$runs"); do
    milliseconds "$tool" schema check --dialect 10.0 "$schema" >>"$work/ours"
    milliseconds python3 "$work/theirs.py" "$schema" >>"$work/theirs"
  done
  ours=$(median <"$work/ours") theirs=$(median <"$work/theirs")
  echo "$(basename "$schema"): ours $ours ms, theirs $theirs ms, ratio $(awk "BEGIN { printf \"%.2f\", $ours / $theirs }")"
done
