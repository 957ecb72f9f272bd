#!/usr/bin/env bash
# Holds two machines against the model of the specification in many random scenarios, and says by which seed; then lets faulty
# machines be found by it, and shows the few commands that each was shrunk to.
# Usage: scripts/model.sh [RUNS [SEED]]   1,000 runs unless told; the same seed gives the same scenarios
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-1000}
seed=${2:-$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')}
tests=LocalMig.Tests.Machine.Model.PairModelTests
# The second number is the odd step of the generator; any will do as long as it stays.
export LOCALMIG_RUNS=$runs LOCALMIG_REPLAY="($seed,11400714819323198485)"

echo "model: $runs runs, seed $seed (again: scripts/model.sh $runs $seed)"
./run-tests.sh -showLiveOutput -class "$tests"
