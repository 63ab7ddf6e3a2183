/** Cells of the tables: a sign, its word, and what can be sorted by. Colour is never the only sign. */
import { stageWords } from '../../../conversation/stage-words.ts'
import { say, type Words } from '../../../language/say.ts'
import { renderWords } from '../../../text/screen.ts'
import type { Tongue } from '../../../screens/conversation/step-words.ts'
import { describeVerdict } from '../failure-text.ts'
import type { LessonMark, MarkedCheck, MarkedLesson } from '../gradebook-parts.ts'
import type { EvidenceStore } from './evidence.ts'
import { markup, type Html } from './markup.ts'

/** By verdict, best first: the sign, its word for whoever does not see it, and the order in which it is sorted. */
export const signs = {
  passed: ['✓', say`passed`],
  failed: ['✗', say`failed`],
  unstable: ['≈', say`unstable`],
  broken: ['!', say`could not be judged`],
  missing: ['–', say`nothing handed in`],
  skipped: ['·', say`waits for another check`],
  pending: ['…', say`not judged yet`],
} as const satisfies Record<string, readonly [string, Words]>

export type Sign = keyof typeof signs

const signOfCheck = {
  pass: 'passed',
  fail: 'failed',
  skipped: 'skipped',
  broken: 'broken',
  unstable: 'unstable',
} as const

/** What somebody got in a lesson: the sign and the points; no points where they are withheld. */
export function renderLessonCell({ mark }: MarkedLesson, withheld: boolean, tongue: Tongue): Html {
  const points = withheld ? null : (mark?.points ?? null)
  return markup`<td class="${signOfLesson(mark)}" data-sort="${points ?? ''}">
    ${renderSign(signOfLesson(mark), tongue)} ${points ?? ''}
  </td>`
}

/** What became of a check; a button that shows what happened, where there is something to show. */
export function renderCheckCell(
  { mark: lesson }: MarkedLesson,
  { mark }: MarkedCheck,
  store: EvidenceStore,
  tongue: Tongue,
): Html {
  const sign = mark
    ? signOfCheck[mark.verdict]
    : lesson?.verdict === 'broken'
      ? 'broken'
      : signOfLesson(lesson)
  const sort = Object.keys(signs).indexOf(sign)
  const number = mark && mark.verdict !== 'pass' ? store.keep(mark) : undefined
  if (!mark || number === undefined) {
    return markup`<td class="${sign}" data-sort="${sort}">${renderSign(sign, tongue)}</td>`
  }
  const words =
    mark.verdict === 'fail' && mark.failure ? stageWords[mark.failure.stage] : describeVerdict(mark)
  const shown = markup`<span aria-hidden="true">${signs[sign][0]}</span> ${renderWords(words, tongue)}`
  return markup`<td class="${sign}" data-sort="${sort}">
    <button type="button" data-text="${number}">${shown}</button>
  </td>`
}

/** A sign with its word. */
export function renderSign(sign: Sign, tongue: Tongue): Html {
  const [shown, word] = signs[sign]
  return markup`<span aria-hidden="true">${shown}</span><span class="word">${renderWords(word, tongue)}</span>`
}

function signOfLesson(mark: LessonMark | undefined): Sign {
  return mark?.verdict ?? 'pending'
}
