import { type Happening, Recorder } from '../checker/recorder.ts'

/** A recorder that also hands on everything as it happens, with all of its bytes. */
export class PlayRecorder extends Recorder {
  readonly #onHappening: (happening: Happening) => void

  constructor(onHappening: (happening: Happening) => void) {
    super()
    this.#onHappening = onHappening
  }

  override record(happening: Happening): number {
    const number = super.record(happening)
    this.#onHappening(happening)
    return number
  }
}
