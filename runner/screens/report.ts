/** A report for somebody who helps: all that is known of a lesson's state, as one text to be read by itself. */
import type { CheckReport } from '../checker/verdict.ts'
import type { LessonResult } from '../results/result.ts'
import { renderCount, renderNumber, type Screen } from '../text/screen.ts'
import { renderResult } from './result/result.ts'
import { english } from '../language/language.ts'
import { escapeLines, escapeText } from '../text/visible.ts'
import { renderWholeTranscripts } from './conversation/whole-transcript.ts'

export interface Report {
  readonly result: LessonResult
  /** Name and version of what it ran on, in the order in which they are told. */
  readonly versions: readonly (readonly [name: string, version: string])[]
  /** What the learner has done in the lesson, a sentence each. */
  readonly history: readonly string[]
  /** How each file differs from the starter. */
  readonly changes: readonly (readonly [file: string, change: string])[]
  readonly files: readonly ReportedFile[]
  /** The files that found no place any more, with their sizes in bytes. */
  readonly omitted: readonly { readonly name: string; readonly bytes: number }[]
}

export interface ReportedFile {
  readonly name: string
  readonly bytes: number
  /** Undefined where it is no text. */
  readonly text: string | undefined
  /** How many bytes of it are left out at its end. */
  readonly cutBytes: number
}

/** Wide enough for a diagram, and nothing in it needs a terminal. */
const page: Screen = { width: 100, colour: false, plain: false, language: english }

const verdictWords: Readonly<Record<CheckReport['verdict'], string>> = {
  pass: 'passed',
  fail: 'FAILED',
  skipped: 'waits',
  broken: 'broken',
}

/** Writes the report. What has to be kept private was taken out before. */
export function renderReport({ result, versions, history, changes, files, omitted }: Report): string {
  const { lesson, checks, startedAt, verdict } = result
  return [
    `A report on lesson ${lesson.number}, ${escapeText(lesson.title)}`,
    `Judged at ${startedAt}: ${verdict}`,
    'Home folders are written ~, the folder of the workbook ., names of users and computers USER and COMPUTER.',
    ...renderPart('Versions', renderTable(versions)),
    ...renderPart('What was done', history),
    ...renderPart('All checks', checks.map(renderCheck)),
    ...renderPart(
      'What the learner is told',
      renderResult(result, page, { lessonsDone: 0, lessonCount: 0, verbose: true }).split('\n'),
    ),
    ...renderPart('Every conversation of a failing check, whole', renderWholeTranscripts(result).split('\n')),
    ...renderPart('What the programs printed', checks.flatMap(renderPrintedWhole)),
    ...renderPart('Against the starter', renderTable(changes)),
    ...renderPart('Files', [
      ...files.flatMap(renderFile),
      ...omitted.map(
        ({ name, bytes }) => `left out for its size: ${escapeText(name)} (${renderBytes(bytes)})`,
      ),
    ]),
    '',
  ].join('\n')
}

function renderPart(title: string, lines: readonly string[]): string[] {
  const text = lines.join('\n').trimEnd()
  return ['', `== ${title}`, '', text === '' ? 'Nothing.' : text]
}

function renderTable(rows: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${escapeText(name).padEnd(widest)}  ${escapeText(value)}`)
}

function renderCheck({ name, verdict, failure, waitsFor, durationMs }: CheckReport): string {
  const why = failure?.stage ?? (waitsFor === undefined ? '' : `for: ${waitsFor}`)
  const time = verdict === 'skipped' ? '' : `, ${renderNumber(Math.round(durationMs))} ms`
  return `${verdictWords[verdict].padEnd(6)}  ${escapeText(name)}${why === '' ? '' : ` (${escapeText(why)})`}${time}`
}

function renderPrintedWhole({ name, failure }: CheckReport): string[] {
  if (!failure || failure.printedLast === '') return []
  return [`In "${escapeText(name)}":`, ...escapeKeepingTabs(failure.printedLast).trimEnd().split('\n'), '']
}

function renderFile({ name, bytes, text, cutBytes }: ReportedFile): string[] {
  const title = `-- ${escapeText(name)} (${renderBytes(bytes)})`
  if (text === undefined) return [`${title}: no text, left out`, '']
  const cut = cutBytes > 0 ? [`-- the last ${renderBytes(cutBytes)} of ${escapeText(name)} are left out`] : []
  return [title, ...escapeKeepingTabs(text).replace(/\n$/, '').split('\n'), ...cut, '']
}

/** A file may be looked at with `cat`: nothing in it must drive the terminal. */
function escapeKeepingTabs(text: string): string {
  return text.split('\t').map(escapeLines).join('\t')
}

function renderBytes(bytes: number): string {
  return renderCount(bytes, 'byte')
}
