#!/usr/bin/env bash
# Grades a class as an array of Slurm jobs, a part each, and puts the parts together.
#   sbatch --array=1-20 runner/grading/engines/slurm.sh SUBMISSIONS OUT [OPTIONS OF npm run grade …]
#   sbatch --dependency=afterok:JOB runner/grading/engines/slurm.sh merge OUT
# Start both in the workbook's folder, which all nodes must see under the same path, as the submissions and OUT.
#SBATCH --job-name=grade
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
set -euo pipefail

# Slurm runs a copy of this file, so its own place says nothing.
cd "${SLURM_SUBMIT_DIR:?start it with sbatch}"
if [ "$1" = merge ]; then
  out=$(realpath "$2") code=0
  npm run --silent grade merge "$out"/part-* -- --out "$out/class" </dev/null || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 1 ] || exit "$code"
  exit 0
fi
exec bash runner/grading/engines/grade-part.sh "$SLURM_ARRAY_TASK_ID" "$SLURM_ARRAY_TASK_COUNT" "$@" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}"
