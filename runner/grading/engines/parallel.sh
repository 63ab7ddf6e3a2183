#!/usr/bin/env bash
# Grades a class with GNU parallel, on this machine or on several by ssh.
#   parallel.sh SUBMISSIONS OUT [OPTIONS OF npm run grade …]
# PARTS: in how many parts the class is cut, 10 without it. HOSTS: for example "2/ada,2/bob", each with the workbook, the
# submissions and OUT under the same paths (a shared disk); without it, this machine alone. 300 students:
#   PARTS=20 HOSTS=ada,bob,cleo runner/grading/engines/parallel.sh submissions /shared/reports --roster /shared/roster.csv
set -euo pipefail
engines=$(cd "$(dirname "$0")" && pwd)
parts=${PARTS:-10} hosts=${HOSTS:-1/:}
submissions=$(realpath "$1") out=$(realpath -m "$2")
shift 2
mkdir -p "$out"

# Every part keeps all processors of its machine busy, so one at a time is run on each.
seq "$parts" | parallel --quote --sshlogin "$hosts" --jobs 1 --tag --line-buffer \
  bash "$engines/grade-part.sh" {} "$parts" "$submissions" "$out" "$@"

cd "$engines/../../.."
code=0
npm run --silent grade merge "$out"/part-* -- --out "$out/class" </dev/null || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 1 ] || exit "$code"
