/** The tables of the page: the class by lessons, each lesson by its checks, and the mistakes of the class. */
import { say, sayCount, type Words } from '../../../language/say.ts'
import { stageWords } from '../../../conversation/stage-words.ts'
import { renderWords } from '../../../text/screen.ts'
import type { Tongue } from '../../../screens/conversation/step-words.ts'
import type { Gradebook } from '../../gradebook.ts'
import {
  findLesson,
  listClass,
  listLessons,
  sumMaximum,
  type ClassMember,
  type GradedLesson,
} from '../gradebook-parts.ts'
import { renderCheckCell, renderLessonCell } from './cells.ts'
import type { EvidenceStore } from './evidence.ts'
import { markup, type Html } from './markup.ts'
import { countMistakes, countStages } from './mistakes.ts'

interface Column {
  readonly shown: Words
  /** The whole name where what is shown is short. */
  readonly whole?: Words
  /** Whether the highest come first. */
  readonly isNumber?: boolean
}

/** Students and what each got in each lesson. */
export function renderClassTable(gradebook: Gradebook, tongue: Tongue): Html {
  const { lessons, withheld } = gradebook
  const columns: Column[] = [
    { shown: say`Student` },
    { shown: say`Points of ${sumMaximum(gradebook)}`, isNumber: true },
    ...lessons.map(({ number, title, maximum }) => ({
      shown: String(number),
      whole: say`Lesson ${number}: ${title}, ${maximum} points`,
      isNumber: true,
    })),
  ]
  const rows = listClass(gradebook).map((member) => [
    renderMember(member),
    renderPoints(withheld ? null : (member.submission?.points ?? null)),
    ...listLessons(gradebook, member.submission).map((lesson) => renderLessonCell(lesson, withheld, tongue)),
  ])
  return renderTable(say`The class by lessons`, columns, rows, tongue)
}

/** Students and what became of each check of a lesson. */
export function renderLessonTable(
  gradebook: Gradebook,
  graded: GradedLesson,
  store: EvidenceStore,
  tongue: Tongue,
): Html {
  const columns: Column[] = [
    { shown: say`Student` },
    { shown: say`Points of ${graded.maximum}`, isNumber: true },
    ...graded.checks.map(({ name, points, hidden }, index) => ({
      shown: String(index + 1),
      whole: hidden
        ? sayCount(
            points,
            say`${name} (${points} point, hidden from students)`,
            say`${name} (${points} points, hidden from students)`,
          )
        : sayCount(points, say`${name} (${points} point)`, say`${name} (${points} points)`),
    })),
  ]
  const rows = listClass(gradebook).map((member) => {
    const lesson = findLesson(graded, member.submission)
    return [
      renderMember(member),
      renderPoints(gradebook.withheld ? null : (lesson.mark?.points ?? null)),
      ...lesson.checks.map((check) => renderCheckCell(lesson, check, store, tongue)),
    ]
  })
  const list = graded.checks.map(
    (_, index) => markup`<li>${renderWords(columns[index + 2]?.whole ?? '', tongue)}</li>`,
  )
  const title = say`Lesson ${graded.number} by checks`
  return markup`<ol>
      ${list}
    </ol>
    ${renderTable(title, columns, rows, tongue)}`
}

/** What the class did wrong, by check and by rung. */
export function renderMistakes(gradebook: Gradebook, tongue: Tongue): Html {
  const all = gradebook.submissions.length
  const mistakes = countMistakes(gradebook)
  if (mistakes.length === 0) return markup`<p>${renderWords(say`No check failed.`, tongue)}</p>`
  const count = (students: number) =>
    markup`<td data-sort="${students}">
      ${students} <meter aria-hidden="true" min="0" max="${all}" value="${students}"></meter>
    </td>`
  const students = { shown: say`Students of ${all}`, isNumber: true }
  const byCheck = mistakes.map(({ lesson, check, stage, students, example }) => [
    count(students),
    markup`<td data-sort="${lesson.number}">${lesson.number}</td>`,
    markup`<th scope="row">${check}</th>`,
    markup`<td>${renderWords(stageWords[stage], tongue)}</td>`,
    markup`<td class="sentence">${renderWords(example, tongue)}</td>`,
  ])
  const byStage = countStages(gradebook).map(([stage, students]) => [
    count(students),
    markup`<th scope="row">${renderWords(stageWords[stage], tongue)}</th>`,
    markup`<td><code>${stage}</code></td>`,
  ])
  return markup`${renderTable(
    say`Mistakes by check`,
    [
      students,
      { shown: say`Lesson` },
      { shown: say`Check` },
      { shown: say`Stage` },
      { shown: say`What one of them was told` },
    ],
    byCheck,
    tongue,
  )}${renderTable(say`Mistakes by stage`, [students, { shown: say`Stage` }, { shown: say`Label in data` }], byStage, tongue)}`
}

function renderMember({ student, name }: ClassMember): Html {
  const whole = name === '' ? student : `${student} ${name}`
  return markup`<th scope="row" title="${whole}">
    ${student}${name === '' || name === student ? undefined : markup` <span class="name">${name}</span>`}
  </th>`
}

function renderPoints(points: number | null): Html {
  return points === null ? markup`<td data-sort=""></td>` : markup`<td data-sort="${points}">${points}</td>`
}

function renderTable(
  caption: Words,
  columns: readonly Column[],
  rows: readonly (readonly Html[])[],
  tongue: Tongue,
): Html {
  const heads = columns.map(({ shown, whole, isNumber = false }) => {
    const text = renderWords(shown, tongue)
    const title = whole === undefined ? undefined : renderWords(whole, tongue)
    const label =
      title === undefined ? undefined : markup` title="${title}" aria-label="${`${text}. ${title}`}"`
    const order = isNumber ? 'descending' : 'ascending'
    return markup`<th scope="col"><button type="button" data-first="${order}"${label}>${text}</button></th>`
  })
  const name = renderWords(caption, tongue)
  return markup`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table>
      <caption>
        ${name}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            markup`<tr>
              ${cells}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
