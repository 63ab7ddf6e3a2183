/** `npm run verify [N …] [-- OPTIONS]`: proves lessons to their authors. */
import { availableParallelism } from 'node:os'
import { relative, sep } from 'node:path'
import { createKeptProofs, keepNothing } from '../authoring/kept/kept-proofs.ts'
import { renderLessonProofs, renderSummary } from '../authoring/render-proofs.ts'
import type { ChangesToTry, LessonProofs } from '../authoring/proof-desk.ts'
import { verifyLessons } from '../authoring/verify-lessons.ts'
import { say } from '../language/say.ts'
import { readSentences, renderSentences } from '../authoring/words.ts'
import { judgementsPerProcessor } from '../judging/side-by-side.ts'
import { findLesson, readCatalogue, type Lesson } from '../lessons/catalogue.ts'
import { parsePart, type PartOfWhole } from '../edge/part-of-whole.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'npm run verify [LESSON …] [-- OPTIONS]',
  does: say`proves lessons and checkers`,
  parts: [
    ['LESSON', 'a number or a slug; without any, all lessons'],
    ['--times 20', 'so often each solution'],
    ['--all', 'also what was proved before and has not changed'],
    ['--deletions', 'only: nothing passes by deletion, nor an earlier solution'],
    ['--mutants', 'only: mutants of the solutions are refused'],
    ['--slips', 'only: solutions with a slip of one word are refused'],
    ['--verdicts', 'only: programs pass or fail as they have to'],
    ['--as-typed', 'the same, started through tsx as by hand'],
    ['--share 2/3', 'only the second third of the mistakes, mutants, slips or deletions'],
    ['--words', 'only lists the sentences of the checkers'],
  ],
  words: 'raw',
  run: ({ words }, workbook) => runVerify(words, workbook),
}

/**
 * Proves the lessons that are named, or all.
 * @param args lessons by number or slug, and options
 * @returns passed when there is nothing to complain about, notJudged when a checker is broken
 * @throws {Refusal} for an unknown lesson or option
 */
export async function runVerify(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const { wanted, times, all: makesAll, words, share, ...tries } = parseVerifyArguments(args)
  const catalogue = await readCatalogue(workbook.root)
  const chosen = wanted.map((word) => findLesson(catalogue, word))
  const lessons = catalogue.filter((lesson) => wanted.length === 0 || chosen.includes(lesson))
  const { root, env, signal, judge, stdout, screen } = workbook
  if (words) return await listWords(lessons, workbook)
  // What passes only sometimes is found by trying again, and CI begins with nothing.
  const kept = makesAll || times > 1 || env.CI ? keepNothing : await createKeptProofs(root)
  const all = await verifyLessons({
    root,
    env,
    signal,
    judge,
    catalogue,
    lessons,
    tries,
    share,
    // Which check a mistake fails first its author has seen; CI has no time for the checks above it.
    judgesAlone: tries.verdicts || tries.asTyped || Boolean(env.CI),
    kept,
    times,
    atOnce: judgementsPerProcessor * availableParallelism(),
    onLesson: (proofs) => stdout.write(renderLessonProofs(proofs, screen)),
  })
  stdout.write(renderSummary(all, kept.count(), screen))
  return decideExitCode(all)
}

async function listWords(lessons: readonly Lesson[], { root, stdout }: Workbook): Promise<ExitCode> {
  for (const lesson of lessons) {
    const path = relative(root, lesson.checker).split(sep).join('/')
    stdout.write(renderSentences(path, await readSentences(lesson)))
  }
  return exitCodes.passed
}

interface VerifyArguments extends ChangesToTry {
  readonly wanted: readonly string[]
  readonly times: number
  /** Whether also those proofs are made that an earlier run has made. */
  readonly all: boolean
  /** The share of the mistakes, or of what was changed, that is judged; all where it is missing. */
  readonly share: PartOfWhole | undefined
  /** Whether only the checkers' sentences are listed. */
  readonly words: boolean
}

const switches = ['--all', '--deletions', '--mutants', '--slips', '--as-typed', '--verdicts', '--words']

/** @throws {Refusal} (wrong usage) for an unknown option or a number of times that is none */
export function parseVerifyArguments(args: readonly string[]): VerifyArguments {
  const wanted: string[] = []
  let times = 1
  let share: PartOfWhole | undefined
  const rest = args.flatMap((word) => (word.startsWith('--times=') ? ['--times', word.slice(8)] : [word]))
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--times') times = parseTimes(rest.shift())
    else if (word === '--share') share = parsePart('--share', rest.shift(), command.usage)
    else if (!word.startsWith('-')) wanted.push(word)
    else if (word !== '--' && !switches.includes(word)) throw refuse(`There is no option ${word}.`)
  }
  const has = (word: string) => args.includes(word)
  const tries = {
    deletions: has('--deletions'),
    mutants: has('--mutants'),
    slips: has('--slips'),
    asTyped: has('--as-typed'),
    verdicts: has('--verdicts'),
  }
  return { wanted, times, all: has('--all'), words: has('--words'), share, ...tries }
}

function parseTimes(word: string | undefined): number {
  if (word !== undefined && /^[1-9]\d{0,3}$/u.test(word)) return Number(word)
  throw refuse(
    word === undefined ? '--times needs a number.' : `--times needs a number from 1 to 9999, not "${word}".`,
  )
}

function refuse(message: string): Refusal {
  return new Refusal(message, command.usage, exitCodes.wrongUsage)
}

function decideExitCode(all: readonly LessonProofs[]): ExitCode {
  const verdicts = all.flatMap(({ proofs }) => proofs.map(({ verdict }) => verdict))
  if (verdicts.includes('broken')) return exitCodes.notJudged
  return verdicts.includes('refuted') ? exitCodes.failed : exitCodes.passed
}
