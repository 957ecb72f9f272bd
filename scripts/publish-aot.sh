#!/usr/bin/env bash
# Makes one binary of localmig, compiled ahead of time: it starts in a few milliseconds and needs no .NET.
# Usage: scripts/publish-aot.sh [FILE]      (default: artifacts/localmig)
# Needs clang or gcc, and the headers of zlib (Debian: zlib1g-dev). Prints the binary's path.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$here/artifacts/localmig}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

case $(uname -m) in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) echo "publish-aot: no platform is known for $(uname -m)" >&2; exit 2 ;;
esac
linker=()
if ! command -v clang >/dev/null; then
  command -v gcc >/dev/null || { echo "publish-aot: needs clang or gcc" >&2; exit 2; }
  linker=(-p:CppCompilerAndLinker=gcc)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! dotnet publish "$here/src/LocalMig.Tool" -c Release -r "$platform" -p:PublishAot=true "${linker[@]}" -v q --nologo >"$log" 2>&1; then
  cat "$log" >&2
  exit 3
fi
# What the compiler ahead of time warns of would fail while running.
if grep -E 'warning IL[23][0-9]{3}' "$log" >&2; then
  exit 3
fi
install -D -m 755 "$here/artifacts/aot/publish/LocalMig.Tool/release_$platform/LocalMig.Tool" "$target"
echo "$target"
