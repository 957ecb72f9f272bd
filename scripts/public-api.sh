#!/usr/bin/env bash
# Writes the library's public surface to src/LocalMig/PublicAPI.Unshipped.txt, after a change of it. The difference is for the
# reviewer: what appears there is promised, what disappears is taken back.
set -euo pipefail
cd "$(dirname "$0")/.."
printf '#nullable enable\n' >src/LocalMig/PublicAPI.Unshipped.txt
dotnet restore src/LocalMig/LocalMig.csproj -v q
dotnet format analyzers src/LocalMig/LocalMig.csproj --diagnostics RS0016 --no-restore
LC_ALL=C sort -u -o src/LocalMig/PublicAPI.Unshipped.txt src/LocalMig/PublicAPI.Unshipped.txt
git --no-pager diff --stat -- src/LocalMig/PublicAPI.Unshipped.txt
