#!/usr/bin/env bash
# Grades one part of a class: what every engine does on each of its machines.
#   grade-part.sh PART PARTS SUBMISSIONS OUT [OPTIONS OF npm run grade …]
# Run it again after a failure: it goes on where it was. PARTS must be the same number for all parts.
set -euo pipefail
part=$1 parts=$2 submissions=$(realpath "$3") out=$(realpath -m "$4")
shift 4
cd "$(dirname "$0")/../../.."

here=$out/part-$part
if [ -e "$here/results.json" ]; then set -- "$@" --resume; fi
code=0
npm run --silent grade "$submissions" -- --shard "$part/$parts" --out "$here" "$@" </dev/null || code=$?
# 1 says that somebody did not pass: the grading went well.
[ "$code" -eq 0 ] || [ "$code" -eq 1 ] || exit "$code"
