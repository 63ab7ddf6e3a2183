import type { Transcript, TranscriptEvent } from './transcript.ts'

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
  /** The program under judgement; the first one that a check starts. */
  program = ''
  readonly #startedAt = performance.now()
  readonly #head: TranscriptEvent[] = []
  readonly #tail: TranscriptEvent[] = []
  readonly #waiting = new Set<() => void>()
  #omitted = 0

  record(happening: Happening): void {
    const event = createEvent(happening, performance.now() - this.#startedAt)
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
    return { program: this.program, events: [...this.#head, ...this.#tail], omitted: this.#omitted }
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
