/** Other right answers to a lesson, each with what is different about it. */
import { renderPairs, renderSentences, type Screen } from './screen.ts'
import { escapeText } from './visible.ts'

export interface AlternativeRow {
  readonly name: string
  readonly reasons: readonly { readonly file: string; readonly text: string }[]
}

/** Lists them with the command that shows each; nothing where there are none. */
export function renderAlternatives(
  rows: readonly AlternativeRow[],
  lesson: number,
  screen: Screen,
): string[] {
  if (rows.length === 0) return []
  return [
    ...renderSentences('Other right answers, and how they differ from ours:', screen),
    ...renderPairs(
      rows.map((row) => [`npm run solution ${lesson} ${row.name}`, describeAlternative(row)] as const),
      screen,
    ),
  ]
}

/** Says in one line how an alternative differs; of several programs, each with its name. */
export function describeAlternative({ reasons }: AlternativeRow): string {
  return reasons
    .map(({ file, text }) => escapeText(reasons.length === 1 ? text : `${file}: ${text}`))
    .join(' ')
}
