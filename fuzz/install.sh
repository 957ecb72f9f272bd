#!/usr/bin/env bash
# Installs AFL++ on a Debian, for "localmig-fuzz run TARGET --engine afl". The engine inside the process needs nothing.
set -euo pipefail
command -v afl-fuzz >/dev/null && { echo "afl-fuzz is there: $(command -v afl-fuzz)"; exit 0; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
as_root apt-get update -qq
as_root apt-get install -y --no-install-recommends afl++
