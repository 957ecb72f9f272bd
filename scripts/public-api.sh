#!/usr/bin/env bash
# Writes the library's public surface to src/LocalMig/PublicAPI.Unshipped.txt, after a change of it. The difference is for the
# reviewer: what appears there is promised, what disappears is taken back.
set -euo pipefail
cd "$(dirname "$0")/.."
surface=src/LocalMig/PublicAPI.Unshipped.txt

# Against an empty list the compiler names every public symbol, in the form of the list.
printf '#nullable enable\n' >"$surface"
if ! log=$(dotnet build src/LocalMig/LocalMig.csproj -c Release -v q --nologo -p:RunAnalyzers=true -p:WarningsNotAsErrors=RS0016); then
  grep -E 'error' <<<"$log" | sort -u >&2
  git checkout -q -- "$surface"
  exit 1
fi
sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" <<<"$log" | LC_ALL=C sort -u >>"$surface"
git --no-pager diff --stat -- "$surface"
