/** "2/5": one of the parts that a whole is done in, on several machines or one after another. */
import { say, type Words } from '../language/say.ts'
import { exitCodes, Refusal } from './refusal.ts'

export interface PartOfWhole {
  /** From 1 on. */
  readonly part: number
  readonly of: number
}

/**
 * Reads the word after a flag.
 * @param remedy what to do about a word that is none, beside typing it rightly
 * @throws {Refusal} (wrong usage) for what is no part of a whole
 */
export function parsePart(flag: string, word = '', remedy: Words | readonly Words[] = []): PartOfWhole {
  const [, part = '0', of = '0'] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/u.exec(word) ?? []
  const found = { part: Number(part), of: Number(of) }
  if (found.part > 0 && found.part <= found.of) return found
  const complaint = say`${flag} needs a part of a whole, such as 2/5, not "${word}".`
  throw new Refusal(complaint, remedy, exitCodes.wrongUsage)
}

/** Takes those whose turn it is; all where there is no part. Every one is in just one of the parts. */
export function takePart<T>(all: readonly T[], part: PartOfWhole | undefined): readonly T[] {
  return part ? all.filter((_, index) => index % part.of === part.part - 1) : all
}
