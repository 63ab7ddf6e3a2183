/** A program of the learner's as one who takes part in a play. */
import type { Program } from '../checker/program/program.ts'
import type { Participant, Speaker } from './participant.ts'

export function createProgramParticipant(speaker: Speaker, program: Program): Participant {
  let hasEnded = false
  return {
    ...speaker,
    get isThere() {
      return !program.hasExited
    },
    say: (line) => {
      if (!hasEnded) program.typeLine(line)
    },
    endInput: () => {
      if (!hasEnded) program.endInput()
      hasEnded = true
    },
    leave: () => program.endNow(),
  }
}
