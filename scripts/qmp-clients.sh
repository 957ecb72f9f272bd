#!/usr/bin/env bash
# Lets two clients that are not ours talk to the reference, each through `localmig record`: QEMU's own Python library, and socat.
# Installs them where they are missing (a Debian, as root), checks the transcripts, and replays them.
# Usage: scripts/qmp-clients.sh
set -euo pipefail
cd "$(dirname "$0")/.."

packages=$(scripts/install-qmp-client.sh)
command -v socat >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends socat >/dev/null

folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT

# Starts one that says "ready", and waits for it.
start() {
  local said=$folder/said.${#started[@]}
  "$@" >"$said" &
  started+=($!)
  until grep -q ready "$said" 2>/dev/null; do
    kill -0 "${started[-1]}" 2>/dev/null || { echo "qmp-clients: '$*' ended" >&2; exit 3; }
    sleep 0.1
  done
}

start ./localmig serve --qmp "$folder/vm.qmp"
for client in python socat; do
  start ./localmig record qmp --listen "unix:$folder/$client.qmp" --connect "unix:$folder/vm.qmp" --out "$folder/$client.txt"
done

PYTHONPATH=$packages python3 scripts/qmp-client.py "$folder/python.qmp"

printf '%s\n' '{"execute": "qmp_capabilities"}' '{"execute": "query-status", "id": [1]}' '{"execute": ' '"stop"}{"execute": "cont"}' |
  socat -t 10 - "UNIX-CONNECT:$folder/socat.qmp" | tee "$folder/answers"
[ "$(grep -c '"return"' "$folder/answers")" -eq 4 ] && grep -q '"STOP"' "$folder/answers" && grep -q '"RESUME"' "$folder/answers"

./localmig transcript check "$folder/python.txt" "$folder/socat.txt"
for client in python socat; do
  ./localmig replay "$folder/$client.txt" --against reference | tail -n 1
done
