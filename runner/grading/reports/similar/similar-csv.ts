/** `similar.csv`: pairs of submissions to look at, off unless somebody asks for it. */
import { say } from '../../../language/say.ts'
import type { Tongue } from '../../../screens/conversation/step-words.ts'
import { renderWords } from '../../../text/screen.ts'
import { renderTable } from '../csv.ts'
import type { Likeness } from './similar.ts'

/** Writes the table. Each row says that it proves nothing, because rows are cut out and sent on. */
export function renderSimilarCsv(lessons: ReadonlyMap<string, readonly Likeness[]>, tongue: Tongue): string {
  const note = renderWords(
    say`A place to look, and no proof: short programs for the same task are often alike.`,
    tongue,
  )
  const rows = [...lessons].flatMap(([lesson, found]) =>
    found.map(({ students, shared, part, places }) => [
      lesson,
      ...students,
      Math.round(part * 100),
      shared,
      ...places,
      note,
    ]),
  )
  const columns = ['lesson', 'student_a', 'student_b', 'percent', 'passages', 'lines_a', 'lines_b', 'note']
  return renderTable([columns, ...rows])
}
