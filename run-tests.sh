#!/usr/bin/env bash
# Builds everything, runs every test, and ends with one line: "N passed, N failed, N skipped".
# Arguments go to the test runner, e.g. ./run-tests.sh -class LocalMig.Tests.Wire.ParseErrorTests
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet build LocalMigTests.sln -c Release -v q --nologo

results=artifacts/tests.xml
rm -f "$results"
status=0
dotnet exec artifacts/bin/LocalMig.Tests/release/LocalMig.Tests.dll -noLogo -noColor -result-xml "$results" "$@" || status=$?

if [ ! -s "$results" ]; then
  echo "the test runner left no results (exit code $status)" >&2
  exit 3
fi

# Why a test was skipped is part of the result: nothing is skipped silently.
sed -n 's/.*<reason><!\[CDATA\[\(.*\)\]\]><\/reason>.*/skipped: \1/p' "$results" | sort | uniq -c

count() { grep -o "<assembly [^>]*" "$results" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(count passed) failed=$(( $(count failed) + $(count errors) )) skipped=$(count skipped)
echo "$passed passed, $failed failed, $skipped skipped"

[ "$failed" -eq 0 ] || exit 1
[ "$passed" -gt 0 ] || { echo "no test ran" >&2; exit 4; }
exit "$status"
