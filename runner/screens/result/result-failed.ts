/** The screen of a lesson that failed: all checks in a line each, and the first failing one in full. */
import type { CheckReport, Failure } from '../../checker/verdict.ts'
import type { LessonResult } from '../../results/result.ts'
import { renderByHand } from './by-hand.ts'
import { renderByteDifference } from '../bytes/byte-difference.ts'
import { renderCheckLines } from './check-lines.ts'
import { renderPrinted } from './printed.ts'
import type { ResultContext } from './result-context.ts'
import {
  createPaint,
  joinParts,
  renderLabelled,
  renderSentences,
  renderSides,
  type Screen,
} from '../../text/screen.ts'
import { renderCheckTranscript } from '../conversation/transcript.ts'
import { escapeLines, escapeText } from '../../text/visible.ts'

/** Tells what was missed. */
export function renderFailedResult(result: LessonResult, screen: Screen, context: ResultContext): string[] {
  const { lesson, checks } = result
  const failing = checks.filter(({ verdict }) => verdict === 'fail')
  const told = context.verbose === true ? failing : failing.slice(0, 1)
  const title = joinParts([`Lesson ${lesson.number}`, escapeText(lesson.title)], screen)
  const place = escapeText(nameSubject(result, context.file ?? failing[0]?.failure?.file))
  const { bold, dim } = createPaint(screen)
  return joinBlocks([
    renderSides(bold(title), dim(place), screen),
    renderCheckLines(checks, screen),
    ...told.flatMap((check, index) => [
      ...(index === 0
        ? []
        : [renderSentences(`${screen.plain ? 'Failed:' : '✗'} ${escapeText(check.name)}`, screen)]),
      ...renderFailureBlocks(check, screen, context),
    ]),
  ])
}

/** Tells one failing check, block by block; empty blocks are left out by the caller. */
function renderFailureBlocks(check: CheckReport, screen: Screen, context: ResultContext): string[][] {
  const { failure } = check
  if (!failure) return []
  return [
    renderSentences(escapeLines(failure.happened), screen),
    failure.bytes ? renderByteDifference(failure.bytes, screen).split('\n') : [],
    renderConversation(check, screen, context),
    renderPrinted(failure.printedLast, screen),
    [...renderHelp(failure, screen), ...renderByHand(failure.byHand, screen)],
  ]
}

function renderConversation(check: CheckReport, screen: Screen, context: ResultContext): string[] {
  const drawing = renderCheckTranscript(check, screen, context.verbose === true ? Infinity : undefined)
  if (drawing === '') return []
  return [...drawing.split('\n'), ...renderWayToWhole(drawing, screen, context)]
}

/** Says where the conversation is whole, if something of it was left out. */
function renderWayToWhole(drawing: string, screen: Screen, context: ResultContext): string[] {
  const where = context.fullTranscriptAt ?? (context.verbose === true ? undefined : context.verboseCommand)
  if (where === undefined || !drawing.includes('…')) return []
  return ['', ...renderLabelled('More of the conversation:', escapeText(where), screen)]
}

function renderHelp({ help }: Failure, screen: Screen): string[] {
  return help === '' ? [] : renderSentences(`Try: ${escapeLines(help)}`, screen)
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
