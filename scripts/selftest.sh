#!/usr/bin/env bash
# Tries the suite against every known wrong implementation, stores which case caught which in docs/kill-matrix.txt and
# docs/kill-matrix.json, and puts the share into README.md. Fails where `localmig selftest` does. Takes minutes.
# Arguments go to `localmig selftest`.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
./localmig selftest --report docs "$@" || status=$?
[ "$status" -le 1 ] || exit "$status"

number() { sed -n "s/^  \"$1\": \([0-9]*\),\$/\1/p" docs/kill-matrix.json; }
caught=$(number caught) tried=$(number tried)
figure="$caught of $tried wrong implementations and recordings are caught by the requirement that they break ($(date -u +%Y-%m-%d))."
sed -i "s/^<!-- kill matrix -->.*/<!-- kill matrix -->$figure/" README.md
grep -q "kill matrix -->$caught" README.md || { echo "README.md has no place for the figure" >&2; exit 3; }
echo "$figure"
exit "$status"
