#!/bin/sh
#SBATCH --job-name=grade
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=6G
#SBATCH --time=01:00:00
# Grades an assignment on eight nodes that share the course's folder. In that folder:
#   sbatch examples/slurm.sh a1-convolution
# and when all have ended:
#   convkernel course merge a1-convolution gradebook.convkernel.*-of-*.db
set -eu
exec ${CONVKERNEL:-npx convkernel} course grade "$1" \
  --slots "${SLURM_CPUS_PER_TASK:-1}" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
