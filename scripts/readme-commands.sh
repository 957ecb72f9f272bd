#!/usr/bin/env bash
# Runs every ./localmig command that the README shows and compares its exit code with the one the line names ("# exit N"; 0
# where it names none). A README without commands is a failure: then this script looks in the wrong place.
set -euo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0
while read -r line; do
  expected=$(sed -n 's/.*# exit \([0-9]\)$/\1/p' <<<"$line")
  command=${line%%#*}
  status=0
  output=$(bash -c "$command" 2>&1 </dev/null) || status=$?
  if [ "$status" -eq "${expected:-0}" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\nexit code %s, expected %s:\n%s\n' "$command" "$status" "${expected:-0}" "$(tail -n 20 <<<"$output")"
  fi
done < <(sed -n 's/^    \(\.\/localmig .*\)$/\1/p' README.md)

echo "README: $passed commands as written, $failed not"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
