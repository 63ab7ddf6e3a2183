/** How many submissions are judged side by side where nobody has said it. */
import { availableParallelism } from 'node:os'
import { judgementsPerProcessor } from '../../judging/side-by-side.ts'

/** A checker's process holds up to 400 MiB, and the programs of a lesson some more. */
const bytesPerJob = 1024 ** 3

/**
 * Chooses so many that the processors have work while others wait, and that memory holds them all.
 * @param availableBytes what may still be taken, by whatever bounds this process (a container, a job of Slurm)
 */
export function chooseJobs(
  processors = availableParallelism(),
  availableBytes = process.availableMemory(),
): number {
  return Math.max(1, Math.min(judgementsPerProcessor * processors, Math.floor(availableBytes / bytesPerJob)))
}
