/** A language that nobody speaks: it shows which words on a screen can be translated, and makes all of them longer. */
import type { Language } from '../language/language.ts'
import { stages } from '../checker/record/verdict.ts'

const filler = 'ŋo '

/** Every message stands in brackets and is a third longer than in English. */
export const madeUp: Language = {
  name: 'x-made-up',
  translate: (key) => `⟦${key} ${filler.repeat(Math.ceil(key.length / 3 / filler.length)).trim()}⟧`,
}

/** Commands, as far as they go on: what is typed is the same in every language. */
const command =
  /(?:npm (?:run )?[a-z]+|npx tsx|git restore|netstat|findstr|lsof|nc|kill)(?: (?![⟦⟧│·])[^\s⟦⟧]+)*/gu
/** Paths, options, addresses, what is bound to a name, and words of a play. */
const token = /[^\s⟦⟧│]*[/.=_\\@0-9][^\s⟦⟧│]*|--?[a-z]+/gu

/**
 * Lists the words of a text that stand outside all brackets and are neither code nor the name of a stage. What somebody
 * else has written has to be in letters that are not Latin.
 */
export function listUntranslated(text: string): string[] {
  const outside = removeBracketed(text).replaceAll(command, ' ').replaceAll(token, ' ')
  return (outside.match(/[a-z][a-z-]*[a-z]/giu) ?? []).filter(
    (word) => /[a-z]/iu.test(word) && !stages.some((stage) => stage === word) && !keyNames.has(word),
  )
}

/** What is printed on keys, what the workbook is called, and what is typed behind a command. */
const keyNames = new Set(
  `Enter Esc Socket Workbook npm Node FILE FOLDER NAME COMMAND NUMBER SLUG LESSON starter solution watch report ghost`.split(
    ' ',
  ),
)

/** A message that is cut has no end: it goes as far as its line does, or as the gap before what stands at the right. */
function removeBracketed(text: string): string {
  let depth = 0
  let rest = ''
  for (const [character] of text.replaceAll(/…(?=\s{2,}|\s*$)/gmu, '\u0000').matchAll(/[^]/gu)) {
    if (character === '\u0000') depth = 0
    else if (character === '⟦') depth += 1
    else if (character === '⟧') depth = Math.max(0, depth - 1)
    else if (depth === 0 || character === '\n') rest += character
  }
  return rest
}
