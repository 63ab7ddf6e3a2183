/** Whether pictures and sessions fit a terminal of 80 columns. */
import { measureWidth } from '../../text/width.ts'
import type { Complaint } from '../proof.ts'
import type { Document } from './document.ts'

const columns = 80

/** Complains about each `text` or `console` fence with lines that are too wide, once a fence. */
export function complainAboutWidths(document: Document, path: string): Complaint[] {
  const fences = document.fences.filter(({ language }) => language === 'text' || language === 'console')
  return fences.flatMap((fence) => {
    const wide = fence.content.split('\n').findIndex((line) => measureWidth(line) > columns)
    if (wide === -1) return []
    const width = measureWidth(fence.content.split('\n')[wide] ?? '')
    return [
      {
        place: `${path}:${fence.line + wide + 1}`,
        problem: `This line is ${width} columns wide and would be broken on a terminal of ${columns}.`,
        remedy: 'Make the picture narrower, or cut the output with `…`.',
      },
    ]
  })
}
