/** A report for somebody who helps: all that is known of a lesson's state, as one text to be read by itself. */
import type { CheckReport } from '../checker/record/verdict.ts'
import { stageWords } from '../conversation/stage-words.ts'
import type { LessonResult } from '../results/result.ts'
import { renderNumber, renderSafely, type Screen } from '../text/screen.ts'
import { renderResult } from './result/result.ts'
import type { Language } from '../language/language.ts'
import { say, sayCount, type Sentence, type Words } from '../language/say.ts'
import { escapeLines } from '../text/visible.ts'
import { measureWidth, padText } from '../text/width.ts'
import { renderWholeTranscripts } from './conversation/whole-transcript.ts'

export interface Report {
  readonly result: LessonResult
  /** Name and version of what it ran on, in the order in which they are told. */
  readonly versions: readonly (readonly [name: Words, version: Words])[]
  /** What the learner has done in the lesson, a sentence each. */
  readonly history: readonly Words[]
  /** How each file differs from the starter. */
  readonly changes: readonly (readonly [file: string, change: Words])[]
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
const page = { width: 100, colour: false, plain: false } as const

const verdictWords: Readonly<Record<CheckReport['verdict'], Words>> = {
  pass: say`passed`,
  fail: say`FAILED`,
  skipped: say`waits`,
  broken: say`broken`,
}

const lessonVerdicts: Readonly<Record<LessonResult['verdict'], Words>> = {
  passed: say`passed`,
  failed: say`failed`,
  broken: say`broken`,
}

/** Writes the report. What has to be kept private was taken out before. */
export function renderReport(report: Report, language: Language): string {
  return new Writer({ ...page, language }).write(report)
}

class Writer {
  readonly #screen: Screen

  constructor(screen: Screen) {
    this.#screen = screen
  }

  write({ result, versions, history, changes, files, omitted }: Report): string {
    const { lesson, checks, startedAt, verdict } = result
    const screen = this.#screen
    return [
      this.#text(say`A report on lesson ${lesson.number}, ${lesson.title}`),
      this.#text(say`Judged at ${startedAt}: ${lessonVerdicts[verdict]}`),
      this.#text(
        say`Home folders are written ~, the folder of the workbook ., names of users and computers USER and COMPUTER.`,
      ),
      ...this.#part(say`Versions`, this.#table(versions)),
      ...this.#part(
        say`What was done`,
        history.map((words) => this.#text(words)),
      ),
      ...this.#part(
        say`All checks`,
        checks.map((check) => this.#check(check)),
      ),
      ...this.#part(
        say`What the learner is told`,
        renderResult(result, screen, {
          lessonsDone: 0,
          lessonCount: 0,
          isCounted: true,
          verbose: true,
        }).split('\n'),
      ),
      ...this.#part(
        say`Every conversation of a failing check, whole`,
        renderWholeTranscripts(result).split('\n'),
      ),
      ...this.#part(
        say`What the programs printed`,
        checks.flatMap((check) => this.#printed(check)),
      ),
      ...this.#part(say`Against the starter`, this.#table(changes)),
      ...this.#part(say`Files`, [
        ...files.flatMap((file) => this.#file(file)),
        ...omitted.map(({ name, bytes }) =>
          this.#text(say`left out for its size: ${name} (${countBytes(bytes)})`),
        ),
      ]),
      '',
    ].join('\n')
  }

  /** A file may be looked at with `cat`: nothing in it must drive the terminal. */
  #text(words: Words): string {
    return renderSafely(words, this.#screen)
  }

  #part(title: Words, lines: readonly string[]): string[] {
    const text = lines.join('\n').trimEnd()
    return ['', `== ${this.#text(title)}`, '', text === '' ? this.#text(say`Nothing.`) : text]
  }

  #table(rows: readonly (readonly [Words, Words])[]): string[] {
    const texts = rows.map(([name, value]) => [this.#text(name), this.#text(value)] as const)
    const widest = Math.max(0, ...texts.map(([name]) => measureWidth(name)))
    return texts.map(([name, value]) => `${padText(name, widest)}  ${value}`)
  }

  #check({ name, verdict, failure, waitsFor, durationMs }: CheckReport): string {
    const word = padText(this.#text(verdictWords[verdict]), measureWidth('passed'))
    if (verdict === 'skipped') {
      return `${word}  ${this.#text(waitsFor === undefined ? name : say`${name} (for: ${waitsFor})`)}`
    }
    const time = renderNumber(Math.round(durationMs))
    const stage = failure?.stage
    return `${word}  ${this.#text(stage === undefined ? say`${name}, ${time} ms` : say`${name} (${stageWords[stage]}), ${time} ms`)}`
  }

  #printed({ name, failure }: CheckReport): string[] {
    if (!failure || failure.printedLast === '') return []
    const lines = escapeKeepingTabs(failure.printedLast).trimEnd().split('\n')
    return [this.#text(say`In "${name}":`), ...lines, '']
  }

  #file({ name, bytes, text, cutBytes }: ReportedFile): string[] {
    const size = countBytes(bytes)
    if (text === undefined) return [`-- ${this.#text(say`${name} (${size}): not a text, left out`)}`, '']
    const cut =
      cutBytes > 0 ? [`-- ${this.#text(say`the last ${countBytes(cutBytes)} of ${name} are left out`)}`] : []
    const lines = escapeKeepingTabs(text).replace(/\n$/, '').split('\n')
    return [`-- ${this.#text(say`${name} (${size})`)}`, ...lines, ...cut, '']
  }
}

function escapeKeepingTabs(text: string): string {
  return text.split('\t').map(escapeLines).join('\t')
}

function countBytes(bytes: number): Sentence {
  const count = renderNumber(bytes)
  return sayCount(bytes, say`${count} byte`, say`${count} bytes`)
}
