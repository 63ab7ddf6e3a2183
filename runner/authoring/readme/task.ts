/** The numbered items of "Your task": what a lesson promises to judge, each by its number. */
import type { Token } from 'markdown-it'
import { foldBlanks } from '../proof.ts'
import { renderPlainText, type Document } from './document.ts'

export interface TaskItem {
  /** As the reader sees it. */
  readonly number: number
  readonly text: string
  readonly line: number
  /** Whether the text says that no check holds it. */
  readonly isUnchecked: boolean
}

/** How an item says of itself that no check holds it. */
export const uncheckedMark = '(Not checked.)'

/** Reads the items of the section "Your task"; a list inside an item belongs to that item. */
export function readTaskItems({ sections }: Document): TaskItem[] {
  const tokens = sections.find(({ title }) => title === 'Your task')?.tokens ?? []
  const items: { number: number; line: number; tokens: Token[] }[] = []
  let next = 0
  for (const token of tokens) {
    if (token.type === 'ordered_list_open' && token.level === 0) next = Number(token.attrGet('start') ?? 1)
    if (token.type === 'ordered_list_close' && token.level === 0) next = 0
    if (next === 0) continue
    if (token.type === 'list_item_open' && token.level === 1)
      items.push({ number: next++, line: (token.map?.[0] ?? 0) + 1, tokens: [] })
    else items.at(-1)?.tokens.push(token)
  }
  return items.map(({ number, line, tokens: inside }) => {
    const inlines = inside.filter(({ type }) => type === 'inline')
    const text = foldBlanks(inlines.map(renderPlainText).join(' '))
    return { number, line, text, isUnchecked: text.endsWith(uncheckedMark) }
  })
}
