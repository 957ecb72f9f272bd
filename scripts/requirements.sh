#!/usr/bin/env bash
# Writes docs/requirements.md: every requirement with its source, cases, faults and last verdicts.
# Usage: scripts/requirements.sh                   from the verdicts that are stored in docs/verdicts
#        scripts/requirements.sh --judge [QEMU...]  judges the reference, the recordings and these QEMU binaries anew before that
set -euo pipefail
cd "$(dirname "$0")/.."

judge() { # SUBJECT TARGET|PROFILE...: judges each, then stores the verdicts
  local subject=$1 results=() target profile
  shift
  for run in "$@"; do
    IFS='|' read -r target profile <<<"$run"
    out=$work/${#results[@]}
    status=0
    # What is judged may fail, or be without the feature; a harness that broke says nothing.
    ./localmig verify "$target" ${profile:+--profile "$profile"} --quiet --report "$out" || status=$?
    case $status in 0 | 1 | 4) ;; *) echo "requirements: verify $target gave $status" >&2; exit 3 ;; esac
    results+=(--results "$out/results.json")
  done
  ./localmig requirements docs/verdicts --take "$subject" "${results[@]}"
  rm -rf "${work:?}"/*
}

if [ "${1:-}" = --judge ]; then
  shift
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  judge reference 'reference|proposal' 'reference|v16' 'reference|upstream'
  mapfile -t transcripts < <(printf 'transcript:%s|\n' fixtures/transcripts/qemu-local/*.txt)
  judge transcripts "${transcripts[@]}"
  mapfile -t streams < <(printf 'stream:%s|\n' fixtures/streams/*.bin)
  judge streams "${streams[@]}"
  for binary in "$@"; do
    version=$("$binary" --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p')
    judge "QEMU $version" "qemu:$binary|"
  done
fi

mkdir -p docs
./localmig requirements docs/verdicts >docs/requirements.md.new
mv docs/requirements.md.new docs/requirements.md
