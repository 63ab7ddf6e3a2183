/**
 * The weather between two programs that play: what becomes of each datagram is said by a seed, for each way by itself, so
 * that the same seed does the same to the same datagrams. Nothing waits for a clock: one that is late comes after the
 * next one of its way, and if none follows it never comes.
 */
import { createFates, type Fate } from '../checker/udp/storm.ts'
import { say, type Words } from '../language/say.ts'

/** A datagram on its way. */
export interface Passing {
  readonly bytes: Buffer
  /** Who has sent it, and to whom. */
  readonly from: Words
  readonly to: Words
  readonly deliver: () => void
  /** Delivers somebody else's bytes, from a port that is nobody's. */
  readonly deliverStrangers: (bytes: Buffer) => void
}

interface Way {
  readonly nextFate: () => Fate
  late: (() => void)[]
}

export class Weather {
  readonly seed: number
  readonly #onNote: (sentence: Words) => void
  readonly #ways = new Map<string, Way>()

  /** @param onNote told of what does not simply arrive */
  constructor(seed: number, onNote: (sentence: Words) => void) {
    this.seed = seed
    this.#onNote = onNote
  }

  /** Lets a datagram meet its fate. @param way which of the ways it goes, for example "to the server" */
  pass(way: string, { bytes, from, to, deliver, deliverStrangers }: Passing): void {
    const { nextFate, late } = this.#findWay(way)
    const tell = (what: Words) => this.#onNote(say`Storm ${this.seed}: ${what}`)
    switch (nextFate()) {
      case 'lost':
        return tell(say`a datagram of ${from} is lost.`)
      case 'late':
        late.push(deliver)
        return tell(say`a datagram of ${from} is late. It comes after the next one.`)
      case 'doubled':
        tell(say`a datagram of ${from} comes twice.`)
        deliver()
        break
      case 'after-stranger':
        tell(say`a stranger sends ${to} a datagram, before that of ${from}.`)
        deliverStrangers(forge(bytes))
        break
      case 'arrives':
    }
    deliver()
    for (const deliverLate of late.splice(0)) deliverLate()
  }

  #findWay(name: string): Way {
    const known = this.#ways.get(name)
    if (known) return known
    // Each way has fates of its own, in the order in which the ways are first gone.
    const way = { nextFate: createFates(this.seed * 1_000 + this.#ways.size), late: [] }
    this.#ways.set(name, way)
    return way
  }
}

/** What a stranger says: the same, but that every number is 0. Whoever looks at the form alone believes it. */
function forge(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x30 && byte <= 0x39 ? 0x30 : byte)))
}
