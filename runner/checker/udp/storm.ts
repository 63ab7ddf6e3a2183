/**
 * The weather on the way of datagrams, as a pure function of a seed: the same seed gives the same storm. A storm loses
 * datagrams, doubles them, brings them in another order, and sends a stranger's in between. It never waits: one that is
 * late comes after others that were sent later.
 */
import { say, sayAnd, type Part, type Sentence } from '../../language/say.ts'
import { createRandom } from '../bytes/random.ts'

/** What becomes of one datagram. `after-stranger`: somebody else's comes first. */
export type Fate = 'arrives' | 'lost' | 'doubled' | 'late' | 'after-stranger'

/** Of a hundred datagrams so many meet each fate. All others arrive. */
const odds: Readonly<Record<Exclude<Fate, 'arrives'>, number>> = {
  lost: 20,
  doubled: 15,
  late: 25,
  'after-stranger': 10,
}

/** A late one comes after at least one and at most so many others. */
const longestLateness = 3

export interface StormOptions {
  /** The fates that this storm knows beside arriving; without it, all. */
  readonly fates?: readonly Exclude<Fate, 'arrives'>[]
}

/** One datagram that comes: one of those that were sent, by its index, or a stranger's. */
type Delivery = { readonly index: number } | { readonly stranger: true }

export interface Storm {
  readonly seed: number
  /** What comes, in this order. */
  readonly deliveries: readonly Delivery[]
  /** The indices of those that did not come. */
  readonly lost: readonly number[]
  /** The indices of those that came twice. */
  readonly doubled: readonly number[]
  /** The indices of those that came after others that were sent later. */
  readonly late: readonly number[]
}

/** Returns a function that says of one datagram after another what becomes of it. */
export function createFates(seed: number, { fates }: StormOptions = {}): () => Fate {
  const random = createRandom(seed)
  return () => {
    let rest = random(100)
    for (const fate of ['lost', 'doubled', 'late', 'after-stranger'] as const) {
      if (rest < odds[fate]) return fates === undefined || fates.includes(fate) ? fate : 'arrives'
      rest -= odds[fate]
    }
    return 'arrives'
  }
}

/** The storm of a seed over so many datagrams. */
export function createStorm(seed: number, count: number, options: StormOptions = {}): Storm {
  const nextFate = createFates(seed, options)
  const random = createRandom(~seed)
  const deliveries: Delivery[] = []
  const met: Record<Fate, number[]> = { arrives: [], lost: [], doubled: [], late: [], 'after-stranger': [] }
  let held: { index: number; waitsFor: number }[] = []
  const deliver = (index: number) => {
    deliveries.push({ index })
    for (const each of held) each.waitsFor--
    for (const { index, waitsFor } of held) if (waitsFor <= 0) deliveries.push({ index })
    held = held.filter(({ waitsFor }) => waitsFor > 0)
  }
  for (let index = 0; index < count; index++) {
    const fate = nextFate()
    met[fate].push(index)
    if (fate === 'lost') continue
    if (fate === 'late') {
      held.push({ index, waitsFor: 1 + random(longestLateness) })
      continue
    }
    if (fate === 'after-stranger') deliveries.push({ stranger: true })
    deliver(index)
    if (fate === 'doubled') deliver(index)
  }
  // The ends of a storm bring what it still holds; the last ones overtake the first.
  for (const { index } of held.reverse()) deliveries.push({ index })
  return { seed, deliveries, lost: met.lost, doubled: met.doubled, late: findLate(deliveries) }
}

/** Those that came after one with a higher index. */
function findLate(deliveries: readonly Delivery[]): number[] {
  let highest = -1
  const late = new Set<number>()
  for (const delivery of deliveries) {
    if ('stranger' in delivery) continue
    if (delivery.index < highest) late.add(delivery.index)
    else highest = delivery.index
  }
  return [...late].sort((a, b) => a - b)
}

/**
 * Says in a sentence what a storm did: "Storm 7: lost 2 and 5; doubled 3; late 4."
 * @param first the number of the first datagram, where the lesson does not count from 0.
 */
export function describeStorm({ seed, lost, doubled, late, deliveries }: Storm, first = 0): Sentence {
  const strangers = deliveries.filter((delivery) => 'stranger' in delivery).length
  const list = (indices: readonly number[]) => sayAnd(indices.map((index) => index + first))
  const did: Part[] = [
    ...(lost.length > 0 ? [say`lost ${list(lost)}`] : []),
    ...(doubled.length > 0 ? [say`doubled ${list(doubled)}`] : []),
    ...(late.length > 0 ? [say`late ${list(late)}`] : []),
    ...(strangers > 0 ? [say`from a stranger ${strangers}`] : []),
  ]
  if (did.length === 0) return say`Storm ${seed}: all came once and in order.`
  return say`Storm ${seed}: ${did.reduce((before, part) => say`${before}; ${part}`)}.`
}
