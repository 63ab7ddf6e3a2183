/** Which part of a class somebody belongs to. */
import { createHash } from 'node:crypto'
import type { PartOfWhole } from '../../edge/part-of-whole.ts'

/** Whether a student is in a part: by the name alone, so that every machine decides the same without asking another. */
export function isInShard(student: string, shard: PartOfWhole | null): boolean {
  if (!shard) return true
  const number = createHash('sha256').update(student).digest().readUInt32BE()
  return number % shard.of === shard.part - 1
}
