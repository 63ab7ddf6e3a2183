/**
 * The screen of a lesson that failed: all checks in a line each, and the first failing one in full. What happened and
 * what to try come first; what proves it stands below.
 */
import type { CheckReport, Failure } from '../../checker/record/verdict.ts'
import type { LessonResult } from '../../results/result.ts'
import { renderByHand } from './by-hand.ts'
import { renderByteDifference } from '../bytes/byte-difference.ts'
import { renderCheckLines } from './check-lines.ts'
import { renderPrinted } from './printed.ts'
import type { ResultContext } from './result-context.ts'
import {
  createPaint,
  joinParts,
  measureSentenceColumns,
  renderLabelled,
  renderSentences,
  renderSides,
  renderWords,
  type Screen,
} from '../../text/screen.ts'
import { renderSafely } from '../conversation/step-words.ts'
import { drawCheckTranscript } from '../conversation/transcript.ts'
import { say, sayCount } from '../../language/say.ts'
import { keepCodeTogether } from '../../text/code-in-words.ts'
import { escapeLines, escapeText } from '../../text/visible.ts'
import { renderCrashPlace } from './crash-place.ts'

/** Tells what was missed. */
export function renderFailedResult(result: LessonResult, screen: Screen, context: ResultContext): string[] {
  return joinBlocks(listBlocks(result, screen, context))
}

/** Tells one check of those that failed in full. @param place which of them, from 1 */
export function renderFailure(
  result: LessonResult,
  place: number,
  screen: Screen,
  context: ResultContext,
): string[] {
  const failing = listFailing(result)
  const check = failing[place - 1]
  if (!check) return []
  const { dim } = createPaint(screen)
  const name = screen.plain ? renderSafely(say`Failed: ${check.name}`, screen) : `✗ ${escapeText(check.name)}`
  return joinBlocks([
    renderSentences(dim(renderWords(say`Failure ${place} of ${failing.length}`, screen)), screen),
    renderSentences(name, screen),
    ...renderFailureBlocks(check, screen, context),
  ])
}

/** The checks that failed. */
export function listFailing({ checks }: LessonResult): CheckReport[] {
  return checks.filter(({ verdict }) => verdict === 'fail')
}

/** The line of the check that failed, the first line that says what happened, and the last one that says what to try. */
export interface Landmarks {
  readonly failed: number
  readonly happened: number
  readonly advised: number
}

/** Finds the lines of a result that have to be in sight; undefined where nothing failed. */
export function findLandmarks(
  result: LessonResult,
  screen: Screen,
  context: ResultContext,
): Landmarks | undefined {
  if (!result.checks.some(({ failure }) => failure)) return undefined
  const [title = [], checks = [], ...told] = listBlocks(result, screen, context)
  const before = result.checks.slice(
    0,
    result.checks.findIndex(({ failure }) => failure),
  )
  const passed = before.filter(({ verdict }) => verdict !== 'skipped')
  const failed = title.length + 1 + renderCheckLines(passed, screen).length
  const first = told.slice(0, storyBlocks)
  const happened = joinBlocks([title, checks, ['']]).length - 1
  return { failed, happened, advised: happened + joinBlocks(first).length - 1 }
}

/** The blocks of a failure that say what happened and what to try: the sentence, the place of a crash, the advice. */
const storyBlocks = 3

function listBlocks(result: LessonResult, screen: Screen, context: ResultContext): string[][] {
  const { lesson, checks } = result
  const failing = listFailing(result)
  const told = context.verbose === true ? failing : failing.slice(0, 1)
  const title = joinParts(
    [renderSafely(say`Lesson ${lesson.number}`, screen), escapeText(lesson.title)],
    screen,
  )
  const place = escapeText(nameSubject(result, context.file ?? failing[0]?.failure?.file))
  const { bold, dim } = createPaint(screen)
  return [
    renderSides(bold(title), dim(place), screen),
    renderCheckLines(checks, screen),
    ...told.flatMap((check, index) => [
      ...(index === 0
        ? []
        : [
            renderSentences(
              screen.plain ? renderSafely(say`Failed: ${check.name}`, screen) : `✗ ${escapeText(check.name)}`,
              screen,
            ),
          ]),
      ...renderFailureBlocks(check, screen, context),
    ]),
    renderWayToOthers(failing.length - told.length, screen, context),
  ]
}

/** Tells one failing check, block by block; empty blocks are left out by the caller. */
function renderFailureBlocks(check: CheckReport, screen: Screen, context: ResultContext): string[][] {
  const { failure } = check
  if (!failure) return []
  return [
    renderSentences(escapeLines(renderWords(failure.happened, screen)), screen),
    failure.crash ? renderCrashPlace(failure.crash, screen) : [],
    renderHelp(failure, screen),
    renderConversation(check, screen, context),
    failure.bytes ? renderByteDifference(failure.bytes, screen).split('\n') : [],
    renderPrinted(failure.printedLast, screen, failure.crash?.place !== undefined),
    renderByHand(failure.byHand, screen),
  ]
}

function renderConversation(check: CheckReport, screen: Screen, context: ResultContext): string[] {
  const { lines, mayBeCut } = drawCheckTranscript(
    check,
    screen,
    context.verbose === true ? Infinity : undefined,
  )
  return mayBeCut ? [...lines, ...renderWayToWhole(screen, context)] : [...lines]
}

/** Says where the conversation is whole, if something of it was left out. */
function renderWayToWhole(screen: Screen, context: ResultContext): string[] {
  const where = context.fullTranscriptAt ?? (context.verbose === true ? undefined : context.verboseCommand)
  if (where === undefined) return []
  return [
    '',
    ...renderLabelled(renderSafely(say`More of the conversation:`, screen), escapeText(where), screen),
  ]
}

/** Says how to read the failures that were not told. */
function renderWayToOthers(count: number, screen: Screen, { verboseCommand }: ResultContext): string[] {
  if (count <= 0 || verboseCommand === undefined) return []
  const label = sayCount(
    count,
    say`One more check failed. All that failed, in full:`,
    say`${count} more checks failed. All that failed, in full:`,
  )
  return renderLabelled(renderSafely(label, screen), escapeText(verboseCommand), screen)
}

function renderHelp({ help }: Failure, screen: Screen): string[] {
  if (help === undefined || help === '') return []
  const text = escapeLines(renderWords(say`Try: ${help}`, screen))
  return renderSentences(keepCodeTogether(text, measureSentenceColumns(screen)), screen)
}

function nameSubject({ subject }: LessonResult, file: string | undefined): string {
  const name = file ?? (subject.files.length === 1 ? subject.files[0]?.name : undefined)
  return name === undefined ? subject.folder : `${subject.folder.replace(/\/+$/, '')}/${name}`
}

/** Sets an empty line between blocks that are not empty. */
function joinBlocks(blocks: readonly string[][]): string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]))
}
