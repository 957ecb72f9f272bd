#!/usr/bin/env bash
# Installs the two real QEMUs that the suite compares itself with, where the machine is a Debian:
#   7.2     the package qemu-system-x86 of Debian 12, on the machine itself
#   11.1.3  from trixie-backports, unpacked with debootstrap into a folder of its own; nothing of the machine changes
# Usage: scripts/install-qemu.sh [7|11|all] [FOLDER]      (default: all, /opt/localmig/qemu-11)
# Needs root. Prints the two paths to give to `localmig verify qemu:PATH`.
set -euo pipefail

what=${1:-all}
folder=${2:-${LOCALMIG_QEMU_11:-/opt/localmig/qemu-11}}
[ "$(id -u)" -eq 0 ] || { echo "install-qemu: needs root (apt-get and debootstrap do)" >&2; exit 2; }
command -v apt-get >/dev/null || { echo "install-qemu: needs a Debian (no apt-get here)" >&2; exit 2; }
export DEBIAN_FRONTEND=noninteractive

# The mirror is the one the machine itself installs from; on a new machine apt names it only after its first update.
apt-get update -qq
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1 || true)
[ -n "$mirror" ] || { echo "install-qemu: apt knows no package source" >&2; exit 3; }

install_7() {
  apt-get install -y -qq --no-install-recommends qemu-system-x86 >/dev/null
  command -v qemu-system-x86_64
}

install_11() {
  local launcher=$folder/qemu-system-x86_64
  if [ ! -x "$launcher" ]; then
    command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    debootstrap --variant=minbase trixie "$folder.new" "$mirror" >"$folder.log" 2>&1 || { tail -n 20 "$folder.log" >&2; exit 3; }
    echo "deb $mirror trixie-backports main" >"$folder.new/etc/apt/sources.list.d/backports.list"
    # apt inside the folder goes out as apt outside does.
    cp /etc/resolv.conf "$folder.new/etc/resolv.conf" 2>/dev/null || true
    apt-config dump | grep -iE '^Acquire::(http|https)::' >"$folder.new/etc/apt/apt.conf.d/90machine" || true
    chroot "$folder.new" sh -c 'apt-get update -qq &&
      apt-get install -y -qq --no-install-recommends -t trixie-backports qemu-system-x86 && apt-get clean' >>"$folder.log" 2>&1 ||
      { tail -n 20 "$folder.log" >&2; exit 3; }
    rm -rf "$folder"
    mv "$folder.new" "$folder"
    # Started by the folder's own loader, it needs no chroot: sockets and descriptors are those of the machine.
    cat >"$launcher" <<'LAUNCHER'
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")
libraries=$root/usr/lib/x86_64-linux-gnu
export QEMU_MODULE_DIR=$libraries/qemu
exec "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" --argv0 "$0" "$root/usr/bin/qemu-system-x86_64" \
  -L "$root/usr/share/seabios" -L "$root/usr/share/qemu" -L "$root/usr/lib/ipxe/qemu" "$@"
LAUNCHER
    chmod +x "$launcher"
  fi
  "$launcher" --version | head -n 1 >&2
  echo "$launcher"
}

case $what in
  7) install_7 ;;
  11) install_11 ;;
  all) install_7; install_11 ;;
  *) echo "install-qemu: say 7, 11 or all" >&2; exit 2 ;;
esac
