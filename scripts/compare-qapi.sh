#!/usr/bin/env bash
# Compares our schema front end with QEMU's own, on QEMU's own cases and its whole schema.
# Usage: scripts/compare-qapi.sh SRC [--dialect 10.0|10.2]
#   SRC is an unpacked QEMU source, e.g. from `apt-get source qemu`. What its front end says is made by running it (python3);
#   nothing of it is kept. Prints the cases that differ, then three figures: accept or reject, line, message.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
src=$(cd "${1:?usage: compare-qapi.sh SRC [--dialect 10.0|10.2]}" && pwd)
shift
[ -d "$src/scripts/qapi" ] && [ -d "$src/tests/qapi-schema" ] || { echo "compare-qapi: $src is no QEMU source" >&2; exit 2; }

dialect=10.0
[ "${1:-}" = --dialect ] && dialect=$2
tool=${LOCALMIG:-$here/artifacts/bin/LocalMig.Tool/release/LocalMig.Tool}
[ -x "$tool" ] || { echo "compare-qapi: build first (no $tool)" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One process for all cases of theirs; one line per case would lose the traces, so each case gets a file.
cat >"$work/theirs.py" <<'PY'
import os, sys
from qapi.error import QAPIError
from qapi.schema import QAPISchema
for path in sys.argv[2:]:
    text = ''
    try:
        QAPISchema(path)
    except QAPIError as error:
        text = str(error) + '\n'
    with open(os.path.join(sys.argv[1], path.replace('/', '_')), 'w') as out:
        out.write(text)
PY

cases=0 verdict=0 rejected=0 line=0 message=0
compare() { # FOLDER FILE...
  local folder=$1; shift
  cd "$folder"
  mkdir -p "$work/theirs" "$work/ours"
  PYTHONPATH="$src/scripts" python3 "$work/theirs.py" "$work/theirs" "$@"
  for path in "$@"; do
    name=${path//\//_}
    "$tool" schema check --first --dialect "$dialect" "$path" >"$work/ours/$name" 2>&1 || true
    a=$work/theirs/$name b=$work/ours/$name
    cases=$((cases + 1))
    if [ -s "$a" ] && [ -s "$b" ]; then
      verdict=$((verdict + 1)) rejected=$((rejected + 1))
      # The place is the last "file:line" in front of a message.
      at='^[^ ]*:[0-9]+'
      if [ "$(grep -oE "$at" "$a" | head -1)" = "$(grep -oE "$at" "$b" | head -1)" ]; then line=$((line + 1)); fi
      if cmp -s "$a" "$b"; then message=$((message + 1)); else diff -u --label "theirs/$path" --label "ours/$path" "$a" "$b" || true; fi
    elif [ ! -s "$a" ] && [ ! -s "$b" ]; then
      verdict=$((verdict + 1))
    else
      diff -u --label "theirs/$path" --label "ours/$path" "$a" "$b" || true
    fi
  done
}

cd "$src/tests/qapi-schema"
compare "$src/tests/qapi-schema" *.json
roots=()
for root in qapi/qapi-schema.json qga/qapi-schema.json storage-daemon/qapi/qapi-schema.json; do
  [ -f "$src/$root" ] && roots+=("$root")
done
compare "$src" "${roots[@]}"

# Our own small schemas, each in a folder of its own.
unpack() { # FILE FOLDER
  awk -v top="$2" '
    /^=== / { dir = top "/" substr($0, 5); system("mkdir -p \"" dir "\""); out = dir "/case.json"; printf "" > out; next }
    /^=> /  { out = dir "/" substr($0, 4); next }
    /^---$/ { out = "/dev/null"; next }
            { print > out }' "$1"
}
for family in "$here"/fixtures/schemas-small/*.cases; do
  [ "$(basename "$family")" = format.cases ] && [ "$dialect" = 10.0 ] && continue
  unpack "$family" "$work/small/$(basename "$family" .cases)"
done
cd "$work/small"
compare "$work/small" */*/case.json

echo "accept or reject: $verdict of $cases"
echo "line:             $line of $rejected rejected by both"
echo "message:          $message of $rejected rejected by both, traces and columns included"
[ "$verdict" -eq "$cases" ] && [ "$line" -eq "$rejected" ]
