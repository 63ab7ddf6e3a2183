/** Several datagrams that are due in whatever order, and what is missing of them or too much. */
import { sayAnd, sayCount, say, type Part, type Words } from '../../language/say.ts'
import { CheckFailure } from '../record/failure.ts'
import type { Name } from '../record/names.ts'
import type { Program } from '../program/program.ts'
import { formatCount, quote } from '../bytes/quote.ts'

/** So many are named in a sentence; of the others it tells how many there are. */
const mostNamed = 4

interface Came {
  readonly bytes: Buffer
  readonly happening: number
}

export class DueDatagrams {
  readonly #count: number
  /** What has not come yet, in the order in which it was asked for. */
  readonly missing: Buffer[]
  readonly #extra: Came[] = []

  constructor(due: readonly Buffer[]) {
    this.#count = due.length
    this.missing = [...due]
  }

  /** Takes one that came: it counts for one that is due and like it, or is too much. */
  take(came: Came): void {
    const index = this.missing.findIndex((bytes) => bytes.equals(came.bytes))
    if (index === -1) this.#extra.push(came)
    else this.missing.splice(index, 1)
  }

  /** Says what is missing and what is too much; undefined where exactly that came which was due. */
  describe(program: Program, peer: { id: string; name: Name }, what: Words): CheckFailure | undefined {
    const [extra] = this.#extra
    const parts = { peer: peer.id, happening: extra?.happening }
    if (this.missing.length === 0) {
      if (!extra) return undefined
      return new CheckFailure(
        'extra-bytes',
        say`${program.name} sent ${peer.name.within} all of ${what}, and besides: ${this.#nameExtra()}.`,
        parts,
      )
    }
    const came = formatCount(this.#count - this.missing.length)
    const ofThem = say`Of the ${formatCount(this.#count)} datagrams of ${what}, ${came} came from ${program.within}. Missing: ${nameDatagrams(this.missing)}.`
    if (!extra) return new CheckFailure('missing-bytes', ofThem, parts)
    return new CheckFailure('wrong-bytes', say`${ofThem} It sent besides: ${this.#nameExtra()}.`, parts)
  }

  #nameExtra(): Part {
    return nameDatagrams(this.#extra.map(({ bytes }) => bytes))
  }
}

function nameDatagrams(datagrams: readonly Buffer[]): Part {
  const named: Part[] = datagrams
    .slice(0, mostNamed)
    .map((bytes) => (bytes.length === 0 ? say`an empty datagram` : quote(bytes)))
  const others = datagrams.length - named.length
  if (others === 0) return sayAnd(named)
  return sayAnd([...named, sayCount(others, say`one more`, say`${formatCount(others)} more`)])
}

/** Names one datagram within a sentence. */
export function describeDatagram(bytes: Buffer): Words {
  return bytes.length === 0 ? say`an empty datagram` : say`the datagram ${quote(bytes)}`
}
