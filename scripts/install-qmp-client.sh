#!/usr/bin/env bash
# Brings QEMU's own QMP library for Python, the package python3-qemu-qmp of Debian 13's backports, into a folder. It is Python alone,
# so the machine's python3 runs it; nothing of the machine changes.
# Usage: scripts/install-qmp-client.sh [FOLDER]      (default: /opt/localmig/qmp-client)
# Prints what PYTHONPATH has to be.
set -euo pipefail

folder=${1:-${LOCALMIG_QMP_CLIENT:-/opt/localmig/qmp-client}}
command -v apt-get >/dev/null || { echo "install-qmp-client: needs a Debian (no apt-get here)" >&2; exit 2; }
packages=$folder/usr/lib/python3/dist-packages
if [ ! -d "$packages/qemu/qmp" ]; then
  # The mirror is the one the machine itself installs from; what apt knows of the other release stays in a folder of its own.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
  [ -n "$mirror" ] || { echo "install-qmp-client: apt knows no package source" >&2; exit 3; }
  state=$(mktemp -d)
  trap 'rm -rf "$state"' EXIT
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$folder"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie-backports main" >"$state/sources.list"
  own=(-o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$state/lists"
    -o "Dir::Cache=$state/cache" -o "APT::Sandbox::User=$(id -un)")
  apt-get "${own[@]}" update -qq >&2
  (cd "$state" && apt-get "${own[@]}" download -qq python3-qemu-qmp >&2)
  dpkg-deb -x "$state"/python3-qemu-qmp_*.deb "$folder"
fi
PYTHONPATH=$packages python3 -c 'import qemu.qmp'
echo "$packages"
