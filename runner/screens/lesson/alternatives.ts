/** Other right answers to a lesson, each with what is different about it. */
import { say } from '../../language/say.ts'
import { renderPairs, renderSentences, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

export interface AlternativeRow {
  readonly name: string
  readonly reasons: readonly { readonly file: string; readonly text: string }[]
}

/**
 * Lists them with how each differs; nothing where there are none.
 * @param call what to write for the name of each: the command that shows it, or the name as it stands in a menu
 */
export function renderAlternatives(
  rows: readonly AlternativeRow[],
  call: (name: string) => string,
  screen: Screen,
): string[] {
  if (rows.length === 0) return []
  return [
    ...renderSentences(say`Other right answers, and how they differ from ours:`, screen),
    ...renderPairs(
      rows.map((row) => [call(row.name), describeAlternative(row)] as const),
      screen,
    ),
  ]
}

/** Says how an alternative differs; of several programs, each with its name. */
function describeAlternative({ reasons }: AlternativeRow): string {
  return reasons
    .map(({ file, text }) => escapeText(reasons.length === 1 ? text : `${file}: ${text}`))
    .join(' ')
}
