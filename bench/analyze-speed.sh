#!/usr/bin/env bash
# `localmig analyze` beside QEMU's own scripts/analyze-migration.py, whole processes on the same streams in one run:
#   a stream with 512 MiB of random RAM, also beside `cat FILE >/dev/null`; the recorded stream of an idle q35 (0.7 MB); and, for
#   memory alone, a stream with 4 GiB of RAM. Streams are made in a folder of their own below TMPDIR (5 GB free) and removed.
# Usage: bench/analyze-speed.sh SRC [RUNS]     SRC is an unpacked QEMU source (10.0); RUNS of each, alternating (default 15)
# LOCALMIG names our binary; by default the one that scripts/publish-aot.sh made. Prints medians, ratios, and the most private memory.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
src=$(cd "${1:?usage: analyze-speed.sh SRC [RUNS]}" && pwd)
runs=${2:-15}
tool=${LOCALMIG:-$here/artifacts/localmig}
script=$src/scripts/analyze-migration.py
[ -x "$tool" ] || { echo "analyze-speed: run scripts/publish-aot.sh first (no $tool)" >&2; exit 2; }
[ -f "$script" ] || { echo "analyze-speed: $src is no QEMU source" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bench() { dotnet run --project "$here/bench" -c Release -v q -- "$@"; }
milliseconds() { # COMMAND...: the wall time of one run, in tenths
  local from to
  from=$(date +%s%N); "$@" >/dev/null; to=$(date +%s%N)
  echo $(((to - from) / 100000))
}
median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.1f\n", v[int((NR + 1) / 2)] / 10 }'; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

# The pages of a mapped file are the kernel's and count as file pages; what is left of the peak is private.
private() { # COMMAND...: the most private memory in MiB, looked at while the process runs
  "$@" >/dev/null &
  local most=0 now child=$!
  while now=$(awk '/^RssAnon/ { print $2 }' "/proc/$child/status" 2>/dev/null) && [ -n "$now" ]; do
    [ "$now" -le "$most" ] || most=$now
  done
  wait "$child"
  awk "BEGIN { printf \"%.1f\", $most / 1024 }"
}

compare() { # NAME FILE
  local name=$1 file=$2 ours theirs check cat
  for list in ours theirs check cat; do : >"$work/$list"; done
  for _ in $(seq "$runs"); do
    milliseconds "$tool" analyze "$file" --format analyze-migration >>"$work/ours"
    milliseconds "$tool" analyze "$file" --check >>"$work/check"
    milliseconds python3 "$script" -f "$file" >>"$work/theirs"
    milliseconds cat "$file" >>"$work/cat"
  done
  ours=$(median <"$work/ours") theirs=$(median <"$work/theirs") check=$(median <"$work/check") cat=$(median <"$work/cat")
  echo "$name: the same JSON: ours $ours ms, the script $theirs ms: $(ratio "$theirs" "$ours") times as fast; --check: $check ms; cat: $cat ms, ours / cat $(ratio "$ours" "$cat")"
  "$tool" analyze "$file" --format analyze-migration >"$work/a"; python3 "$script" -f "$file" >"$work/b"
  cmp "$work/a" "$work/b"
  echo "$name: most private memory: $(private "$tool" analyze "$file" --format analyze-migration) MiB, as a tree $(private "$tool" analyze "$file") MiB"
}

compare "idle q35" "$here/fixtures/streams/11.1.3-q35-unix.bin"
bench made-stream 512 random >"$work/stream"
cat "$work/stream" >/dev/null
compare "512 MiB of random RAM" "$work/stream"
rm "$work/stream"
bench made-stream 4096 random >"$work/stream"
echo "4 GiB of random RAM: most private memory $(private "$tool" analyze "$work/stream" --check) MiB, as the script prints it $(private "$tool" analyze "$work/stream" --format analyze-migration) MiB"
