#!/usr/bin/env bash
# Compares `localmig analyze --format analyze-migration` with QEMU's own scripts/analyze-migration.py on recorded streams.
# Usage: scripts/compare-analyze.sh SRC [STREAM...]      (default: the migration streams of fixtures/streams)
#   SRC is an unpacked QEMU source, e.g. from `apt-get source qemu`. Its script is run (python3); nothing of it is kept.
# Prints a line for each stream: "equal" where both give the same JSON, order of members included (and the same bytes, where it says
# so), "differs", or why the script cannot read it and whether we can. Exit code 1 where a stream that the script reads differs, or
# where we cannot read one.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
src=$(cd "${1:?usage: compare-analyze.sh SRC [STREAM...]}" && pwd)
shift
[ -f "$src/scripts/analyze-migration.py" ] || { echo "compare-analyze: $src is no QEMU source" >&2; exit 2; }
tool=${LOCALMIG:-$here/artifacts/bin/LocalMig.Tool/release/LocalMig.Tool}
[ -x "$tool" ] || { echo "compare-analyze: build first (no $tool)" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -eq 0 ]; then
  for stream in "$here"/fixtures/streams/*.bin; do
    case $stream in
      *.rp.bin | *.conn?.bin | *-cpr-state-*) ;; # no migration streams
      *) set -- "$@" "$stream" ;;
    esac
  done
fi

# Members in their order: two objects are the same only where their members come in the same order.
cat >"$work/same.py" <<'PY'
import json, sys
ours, theirs = (json.load(open(path), object_pairs_hook=list) for path in sys.argv[1:3])
sys.exit(ours != theirs)
PY

read_by_it=0 equal=0 only_ours=0 neither=0 differing=0
for stream in "$@"; do
  name=$(basename "$stream")
  ours=0; "$tool" analyze "$stream" --format analyze-migration >"$work/ours" 2>"$work/ours.err" || ours=$?
  theirs=0; python3 "$src/scripts/analyze-migration.py" -f "$stream" >"$work/theirs" 2>"$work/theirs.err" || theirs=$?
  if [ "$theirs" -eq 0 ]; then
    read_by_it=$((read_by_it + 1))
    if cmp -s "$work/ours" "$work/theirs"; then
      equal=$((equal + 1)); echo "equal    $name (byte for byte)"
    elif python3 "$work/same.py" "$work/ours" "$work/theirs"; then
      equal=$((equal + 1)); echo "equal    $name"
    else
      differing=$((differing + 1)); echo "differs  $name"; diff "$work/theirs" "$work/ours" | head -n 20 || true
    fi
    continue
  fi
  # What the script wraps stands above the last trace.
  why=$(grep -E '^[A-Za-z.]*(Error|Exception): ' "$work/theirs.err" | grep -v 'Full JSON dump' | head -n 1 | cut -c 1-100)
  [ -n "$why" ] || why=$(grep -oE '^[A-Za-z.]*(Error|Exception): [^,]*' "$work/theirs.err" | head -n 1 | cut -c 1-100)
  if [ "$ours" -eq 0 ]; then
    only_ours=$((only_ours + 1)); echo "ours     $name (the script: $why)"
  else
    neither=$((neither + 1)); echo "neither  $name (the script: $why; ours: $(head -n 1 "$work/ours.err" | cut -c 1-100))"
  fi
done
echo "read by the script: $read_by_it, equal: $equal; read by us alone: $only_ours; by neither: $neither"
[ "$differing" -eq 0 ] && [ "$neither" -eq 0 ]
