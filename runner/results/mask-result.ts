/** A result without what says whose machine it comes from. */
import type { Mask } from '../text/private-names.ts'
import { parseResult, type LessonResult } from './result.ts'

/** The fields that hold bytes, in base64. */
const byteFields = new Set(['bytes', 'expected', 'actual', 'quote', 'end'])

/** Fields that hold one of a few words, which are ours even where somebody is called like one of them. */
const wordFields = new Set(['verdict', 'stage', 'kind', 'by', 'startedAt', 'sha256', 'checkerSha256', 'key'])

/** Replaces folders and names wherever text or bytes can hold them. */
export function maskResult(result: LessonResult, mask: Mask): LessonResult {
  return parseResult(maskValue(result, '', mask))
}

function maskValue(value: unknown, field: string, mask: Mask): unknown {
  if (wordFields.has(field)) return value
  if (typeof value === 'string') {
    return byteFields.has(field)
      ? mask.bytes(Buffer.from(value, 'base64')).toString('base64')
      : mask.text(value)
  }
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(item, field, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskValue(item, key, mask)]))
}
