import type { Participant, Transcript, TranscriptEvent } from './transcript.ts'

/** Keeps a transcript small enough to store and to read, however long a conversation lasts. */
const maxEvents = 400
const maxBytesPerEvent = 512

export interface Happening extends Omit<TranscriptEvent, 'at' | 'bytes' | 'length'> {
  readonly bytes?: Uint8Array
}

/**
 * Writes down what happens during one check and wakes whoever waits for something to happen.
 * Every peer and program of a check shares one recorder, so there is one order of events.
 */
export class Recorder {
  readonly #startedAt = performance.now()
  readonly #participants = new Map<string, Participant>()
  readonly #head: TranscriptEvent[] = []
  readonly #tail: TranscriptEvent[] = []
  readonly #waiting = new Set<() => void>()
  #omitted = 0

  /** Says who takes part from now on. The first program is the one under judgement. */
  introduce(participant: Participant): void {
    if (!this.#participants.has(participant.id)) this.#participants.set(participant.id, participant)
  }

  /** @returns its number in the order of all that happens, by which a failure can name it */
  record(happening: Happening): number {
    const event = createEvent(happening, performance.now() - this.#startedAt)
    const number = this.#head.length + this.#tail.length + this.#omitted
    // The beginning and the end tell the story; what floods in between is counted.
    if (this.#head.length < maxEvents / 2) this.#head.push(event)
    else {
      this.#tail.push(event)
      if (this.#tail.length > maxEvents / 2) {
        this.#tail.shift()
        this.#omitted++
      }
    }
    this.wake()
    return number
  }

  /** Where the happening of that number stands among the events that are kept; undefined when it is not kept. */
  findIndex(number: number): number | undefined {
    const isOfBeginning = number < this.#head.length
    const index = isOfBeginning ? number : number - this.#omitted
    const isKept =
      isOfBeginning || (index >= this.#head.length && index < this.#head.length + this.#tail.length)
    return isKept ? index : undefined
  }

  /** Wakes everybody who waits, so that they look again. */
  wake(): void {
    for (const look of this.#waiting) look()
  }

  /** Calls `look` after everything that happens, until the returned function is called. */
  onHappening(look: () => void): () => void {
    this.#waiting.add(look)
    return () => this.#waiting.delete(look)
  }

  toTranscript(): Transcript {
    const participants = [...this.#participants.values()]
    const program = participants.find(({ kind }) => kind === 'program')?.id ?? ''
    return { program, participants, events: [...this.#head, ...this.#tail], omitted: this.#omitted }
  }
}

/** Writes down a happening, with the beginning of its bytes, at `atMs` after the conversation began. */
export function createEvent({ bytes, ...happening }: Happening, atMs: number): TranscriptEvent {
  return {
    at: Math.round(atMs * 10) / 10,
    ...happening,
    ...(bytes && {
      bytes: Buffer.from(bytes.subarray(0, maxBytesPerEvent)).toString('base64'),
      length: bytes.length,
    }),
  }
}
