/**
 * The hints of a lesson. A hint may say, in a paragraph directly below its heading, which failures it answers:
 *
 *     For: crashed, refused at "outlives …", "client: …"
 *
 * A part names a stage, a check, or a stage at a check; `…` in the name of a check stands for anything.
 */
import { readFile } from 'node:fs/promises'
import { stages, type Stage } from '../checker/record/verdict.ts'
import type { Lesson } from './catalogue.ts'
import { splitSections } from './text.ts'

/** A failure that a hint answers. At least one of the two is given. */
interface Answer {
  readonly stage?: Stage
  /** The name of a check, in which `…` stands for anything. */
  readonly check?: string
}

export interface Hint {
  readonly title: string
  /** The line of its heading, counted from 1. */
  readonly line: number
  /** What the learner reads: with its heading, without what it answers. */
  readonly source: string
  readonly answers: readonly Answer[]
  /** What was not understood of that, a sentence each. It is for the author; the learner gets the rest. */
  readonly problems: readonly string[]
}

/** Where a program failed, as far as it is known. */
export interface FailureAt {
  readonly check: string
  readonly stage?: string | undefined
}

/** How closely a hint fits a failure: the larger the closer, 0 for not at all. */
type Fit = 0 | 1 | 2 | 3

/** Reads the hints of a lesson, gentlest first; where there is no file of hints, none. */
export async function readHints(lesson: Lesson): Promise<Hint[]> {
  return parseHints(await readFile(lesson.hints, 'utf8').catch(() => ''))
}

/** Parses a file of hints: one `##` each. */
export function parseHints(source: string): Hint[] {
  return splitSections(source).map(({ title, line, source }) => {
    const [heading = '', first = '', ...others] = source.split(/\n(?:[ \t]*\n)+/)
    if (!isAnnouncement(first)) return { title, line, source, answers: [], problems: findMisplaced(source) }
    const parsed = splitParts(first.replace(/^For:/, '')).map(parsePart)
    const rest = [heading, ...others].join('\n\n')
    return {
      title,
      line,
      source: `${rest.trim()}\n`,
      answers: parsed.flatMap((part) => (typeof part === 'string' ? [] : [part])),
      problems: [...parsed.filter((part) => typeof part === 'string'), ...findMisplaced(rest)],
    }
  })
}

/** The places, counted from 0, of the hints that fit a failure closest, gentlest first. */
export function findFitting(hints: readonly Hint[], failure: FailureAt): number[] {
  const fits = hints.map(({ answers }) =>
    Math.max(0, ...answers.map((answer) => measureFit(answer, failure))),
  )
  const closest = Math.max(0, ...fits)
  return closest === 0 ? [] : [...hints.keys()].filter((index) => fits[index] === closest)
}

/** Whether a check is one that a hint names. @param named its name, in which `…` stands for anything */
export function isNamed(named: string, check: string): boolean {
  const parts = named
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).trim())
  return new RegExp(`^${parts.join('.*')}$`, 'su').test(check)
}

function isAnnouncement(paragraph: string): boolean {
  return paragraph.startsWith('For:')
}

function findMisplaced(source: string): string[] {
  return /^For:/m.test(source)
    ? ['A line that begins with "For:" stands elsewhere than below the heading.']
    : []
}

/** Cuts at the commas behind which a stage or a check begins: the name of a check may hold commas of its own. */
function splitParts(list: string): string[] {
  return list
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(/, (?=[\w-]+(?:, | at "|$)|")/)
}

/** Returns the answer, or the sentence that says why it is none. */
function parsePart(part: string): Answer | string {
  const [, word, check] = /^([\w-]+)?(?:(?:^| at )"(.+)")?$/u.exec(part) ?? []
  if (word === undefined && check === undefined) return `"${part}" is neither a stage nor a check.`
  const stage = stages.find((known) => known === word)
  if (word !== undefined && stage === undefined) return `There is no stage "${word}".`
  return { ...(stage && { stage }), ...(check !== undefined && { check }) }
}

function measureFit({ stage, check }: Answer, failure: FailureAt): Fit {
  if (stage !== undefined && stage !== failure.stage) return 0
  if (check === undefined) return 1
  if (!isNamed(check, failure.check)) return 0
  return stage === undefined ? 2 : 3
}
