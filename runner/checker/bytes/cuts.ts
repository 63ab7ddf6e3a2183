/**
 * A message of a stream, cut in every way that matters. A stream has no borders, so a program must bear its bytes however
 * they are cut; the smallest cut that it does not bear tells most.
 */
import { say, sayAnd, type Sentence } from '../../language/say.ts'
import { type Bytes, toBuffer } from './bytes.ts'
import { CheckFailure } from '../record/failure.ts'
import { createRandom } from './random.ts'

/** Where bytes are cut: after so many of them, rising. */
export type Cut = readonly number[]

export interface FailingCut {
  readonly cut: Cut
  readonly failure: CheckFailure
}

export interface CutOptions {
  /** Of the random cuts, which come after each single one. */
  readonly seed: number
  /** How many random ones there are. */
  readonly count?: number
}

/** So many attempts are made to find a smaller cut that fails too: each of them may have to be waited for in vain. */
const mostShrinkings = 8

/** Cuts bytes into pieces. */
export function cutBytes(bytes: Bytes, cut: Cut): Buffer[] {
  const buffer = toBuffer(bytes)
  const starts = [0, ...cut]
  return starts.map((start, index) => buffer.subarray(start, cut[index] ?? buffer.length))
}

/** All single cuts of so many bytes in their order, and then random ones of two and more; the same for the same seed. */
export function listCuts(length: number, { seed, count = 20 }: CutOptions): Cut[] {
  const single = Array.from({ length: Math.max(0, length - 1) }, (_, index) => [index + 1])
  if (length < 3) return single
  const random = createRandom(seed)
  const several = Array.from({ length: count }, () => {
    const places = new Set(Array.from({ length: 2 + random(4) }, () => 1 + random(length - 1)))
    return [...places].sort((a, b) => a - b)
  })
  return [...single, ...several]
}

/**
 * Tries cut after cut until one fails.
 * @param attempt sends the pieces, each read before the next goes out, and judges what comes of it. It throws a
 * {@link CheckFailure} where it fails, and may be called again after that.
 * @returns the smallest cut that was found to fail, and its failure; undefined when none did.
 */
export async function findFailingCut(
  bytes: Bytes,
  attempt: (pieces: readonly Buffer[]) => Promise<void>,
  options: CutOptions,
): Promise<FailingCut | undefined> {
  const buffer = toBuffer(bytes)
  const tryCut = async (cut: Cut): Promise<FailingCut | undefined> => {
    try {
      await attempt(cutBytes(buffer, cut))
      return undefined
    } catch (error) {
      if (error instanceof CheckFailure) return { cut, failure: error }
      throw error
    }
  }
  for (const cut of listCuts(buffer.length, options)) {
    const failing = await tryCut(cut)
    if (failing) return await shrink(failing, tryCut)
  }
  return undefined
}

/** Leaves out one place after another, for as long as it still fails. No single place is tried: each has passed already. */
async function shrink(
  failing: FailingCut,
  tryCut: (cut: Cut) => Promise<FailingCut | undefined>,
): Promise<FailingCut> {
  let smallest = failing
  let attempts = 0
  for (const place of failing.cut) {
    const cut = smallest.cut.filter((other) => other !== place)
    if (cut.length < 2 || attempts++ === mostShrinkings) break
    smallest = (await tryCut(cut)) ?? smallest
  }
  return smallest
}

/** Says where bytes were cut, within a sentence: "cut after byte 2", "cut after the bytes 2, 5 and 9". */
export function describeCut(cut: Cut): Sentence {
  if (cut.length === 1) return say`cut after byte ${cut[0] ?? 0}`
  return say`cut after the bytes ${sayAnd(cut)}`
}
