#!/usr/bin/env bash
# Records a migration of a real QEMU, analyzes what came, and sends it to another one, which must complete.
# Usage: scripts/stream-through-qemu.sh [QEMU [ARGUMENT...]]; the arguments are the machine's, -M none by default.
set -euo pipefail
cd "$(dirname "$0")/.."
qemu=${1:-${LOCALMIG_QEMU_11:-/opt/localmig/qemu-11/qemu-system-x86_64}}
shift || true
[ $# -gt 0 ] || set -- -M none
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
machine=("$qemu" -nodefaults -display none -monitor stdio "$@")

./localmig receive "$folder/vm.bin" --listen "unix:$folder/source" >"$folder/received" &
receiver=$!
until grep -qs ready "$folder/received"; do sleep 0.1; done
printf 'migrate unix:%s/source\nquit\n' "$folder" | "${machine[@]}" >"$folder/source.monitor"
wait "$receiver"
cat "$folder/received"
./localmig analyze "$folder/vm.bin" --log "$folder/vm.log" --check

mkfifo "$folder/monitor"
"${machine[@]}" -incoming "unix:$folder/destination" <"$folder/monitor" >"$folder/destination.monitor" &
destination=$!
exec 3>"$folder/monitor"
until [ -S "$folder/destination" ]; do sleep 0.1; done
./localmig send "$folder/vm.bin" --connect "unix:$folder/destination"
printf 'info migrate\ninfo status\nquit\n' >&3
wait "$destination"
grep -q completed "$folder/destination.monitor" || { cat "$folder/destination.monitor"; exit 1; }
grep -a 'VM status' "$folder/destination.monitor"
