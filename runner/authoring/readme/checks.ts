/** Whether "How it is checked" says what the checker does: every check by name, and no check that there is not. */
import type { Complaint } from '../proof.ts'
import type { Document } from './document.ts'
import { listItems, textOf } from './sections.ts'

/**
 * Complains about checks that the text does not name, and about items that name no check.
 * @param names the checks that the checker declares, in their order
 */
export function complainAboutCheckNames(
  document: Document,
  names: readonly string[],
  path: string,
): Complaint[] {
  const section = document.sections.find(({ title }) => title === 'How it is checked')
  if (!section) return []
  const items = [
    ...listItems(section.tokens, 'bullet_list_open'),
    ...listItems(section.tokens, 'ordered_list_open'),
  ]
  const texts = items.map(textOf)
  const place = `${path}:${section.line}`
  const unnamed = names.filter((name) => !texts.some((text) => text.includes(name)))
  const unknown = texts.filter((text) => !names.some((name) => text.includes(name)))
  return [
    ...unnamed.map((name) => ({
      place,
      problem: `"How it is checked" does not name the check "${name}".`,
      remedy: 'Add it to the list, in the very words of check.test.ts.',
    })),
    ...unknown.map((text) => ({
      place,
      problem: `"How it is checked" has an item that names no check: "${text}".`,
      remedy: `Name the check as the checker does, or take the item out. The checker has: ${names.join(' · ')}.`,
    })),
  ]
}
