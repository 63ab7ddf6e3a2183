/** Which part of a class somebody belongs to. */
import { createHash } from 'node:crypto'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'

export interface Shard {
  readonly part: number
  readonly of: number
}

/** @throws {Refusal} (wrong usage) for what is no part of a whole */
export function parseShard(word: string): Shard {
  const [, part = '0', of = '0'] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/u.exec(word) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part > 0 && shard.part <= shard.of) return shard
  throw new Refusal(
    say`--shard needs a part of a whole, such as 2/5, not "${word}".`,
    [],
    exitCodes.wrongUsage,
  )
}

/** Whether a student is in a part: by the name alone, so that every machine decides the same without asking another. */
export function isInShard(student: string, shard: Shard | null): boolean {
  if (!shard) return true
  const number = createHash('sha256').update(student).digest().readUInt32BE()
  return number % shard.of === shard.part - 1
}
