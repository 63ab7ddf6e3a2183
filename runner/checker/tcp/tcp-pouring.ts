/** Bytes that are too many to be held, on their way to a program: a part goes out when the system has taken the last. */
import type { LongBytes } from '../bytes/long-bytes.ts'
import type { Recorder } from '../record/recorder.ts'
import type { TcpWire } from './tcp-wire.ts'

const partBytes = 1024 * 1024

/** A sending that goes on by itself. */
export interface Pouring {
  /** How many bytes the system has taken so far. */
  readonly takenLength: number
  /** Resolves when the system has taken all of them, or the connection is gone. */
  readonly done: Promise<void>
}

/** Begins to send. @param onPart is called with each part before it goes out */
export function pour(
  bytes: LongBytes,
  wire: TcpWire,
  onPart: (part: Buffer) => void,
  recorder: Recorder,
): Pouring {
  let takenLength = 0
  const sendAll = async () => {
    while (takenLength < bytes.length && !wire.isBroken) {
      const part = bytes.slice(takenLength, takenLength + partBytes)
      onPart(part)
      const isTaken = wire.write(part)
      await untilTrue(recorder, () => isTaken() || wire.isBroken)
      if (isTaken()) takenLength += part.length
    }
  }
  const done = sendAll()
  return {
    get takenLength() {
      return takenLength
    },
    done,
  }
}

/** Waits for something that a happening brings with it, for as long as the check lasts. */
function untilTrue(recorder: Recorder, fact: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = recorder.onHappening(() => {
      if (!fact()) return
      stopListening()
      resolve()
    })
  })
}
