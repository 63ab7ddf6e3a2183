/** Which sentence it is, whatever stands in it. */
import type { Part, Words } from '../../language/say.ts'

/** What stands where something stood that is another one each time. */
const gap = '…'

/**
 * Takes out of a sentence what no language says: names, numbers, ports, quoted bytes. Pieces of sentences stay. What was
 * not written with `say` stays whole.
 */
export function leaveGapsOpen(words: Words): Words {
  if (typeof words === 'string') return words
  return { key: words.key, parts: words.parts.map(openPart) }
}

function openPart(part: Part): Part {
  if (typeof part !== 'object' || !('key' in part)) return gap
  return { key: part.key, parts: part.parts.map(openPart) }
}
