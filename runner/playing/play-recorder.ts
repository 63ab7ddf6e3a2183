import { type Happening, Recorder } from '../checker/record/recorder.ts'
import type { Participant } from '../checker/record/transcript.ts'

export interface RecorderListener {
  readonly onHappening: (happening: Happening) => void
  /** Told who takes part, before anything happens to them. */
  readonly onIntroduced: (participant: Participant) => void
}

/** A recorder that also hands on everything as it happens, with all of its bytes. */
export class PlayRecorder extends Recorder {
  readonly #listener: RecorderListener

  constructor(listener: RecorderListener) {
    super()
    this.#listener = listener
  }

  override introduce(participant: Participant): void {
    super.introduce(participant)
    this.#listener.onIntroduced(participant)
  }

  override record(happening: Happening): number {
    const number = super.record(happening)
    this.#listener.onHappening(happening)
    return number
  }
}
