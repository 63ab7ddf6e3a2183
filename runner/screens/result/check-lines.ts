/** One line for each check: its sign or its verdict, its name, and for a failing one the rung that was missed. */
import type { CheckReport } from '../../checker/record/verdict.ts'
import { measureWidth, padText, wrapText } from '../../text/width.ts'
import {
  createPaint,
  measureColumns,
  renderIndented,
  renderSentences,
  type Screen,
} from '../../text/screen.ts'
import { stageWords } from '../../conversation/stage-words.ts'
import { say, sayCount, type Words } from '../../language/say.ts'
import { escapeText } from '../../text/visible.ts'
import { renderSafely } from '../conversation/step-words.ts'

const indent = 4
/** A name needs so much room beside the stage; with less, the stage goes below it. */
const narrowestName = 24

/** Lists the checks in their order; those that wait for a failing one are counted below it. */
export function renderCheckLines(checks: readonly CheckReport[], screen: Screen): string[] {
  const told = checks.filter(({ verdict }) => verdict !== 'skipped')
  const waiting = countWaiting(checks)
  const lines = told.flatMap((check) => [
    ...renderCheckLine(check, screen),
    ...renderWaiting(waiting.get(check.name) ?? 0, screen),
  ])
  const counted = told.reduce((sum, check) => sum + (waiting.get(check.name) ?? 0), 0)
  const notCounted = checks.length - told.length - counted
  return notCounted > 0 ? [...lines, ...renderUnrun(notCounted, screen)] : lines
}

function renderCheckLine(check: CheckReport, screen: Screen): string[] {
  const paint = createPaint(screen)
  const name = escapeText(check.name)
  if (screen.plain) return renderSentences(renderSafely(sayVerdict(check), screen), screen)
  if (check.verdict === 'pass') return renderSigned(paint.green('✓'), name, screen)
  if (check.verdict === 'broken')
    return renderSigned(
      paint.yellow('?'),
      renderSafely(say`${check.name}: could not be judged`, screen),
      screen,
    )
  const stage = check.failure ? renderSafely(stageWords[check.failure.stage], screen) : ''
  const room = measureColumns(screen) - indent - measureWidth(stage) - 2
  if (room < narrowestName) {
    return [
      ...renderSigned(paint.red('✗'), name, screen),
      ...renderIndented(paint.red(stage), indent, measureColumns(screen)),
    ]
  }
  const [first = '', ...rest] = wrapText(name, room)
  return [
    `  ${paint.red('✗')} ${padText(first, room)}  ${paint.red(stage)}`.trimEnd(),
    ...rest.map((line) => padText('', indent) + line),
  ]
}

function sayVerdict({ name, verdict, failure }: CheckReport): Words {
  if (verdict === 'pass') return say`Passed: ${name}`
  if (verdict === 'broken') return say`Could not be judged: ${name}`
  return failure ? say`Failed: ${name} (${stageWords[failure.stage]})` : say`Failed: ${name}`
}

function renderWaiting(count: number, screen: Screen): string[] {
  if (count === 0) return []
  const words = sayCount(count, say`1 check waits for this one`, say`${count} checks wait for this one`)
  return renderSigned('·', renderSafely(words, screen), screen).map(createPaint(screen).dim)
}

function renderUnrun(count: number, screen: Screen): string[] {
  const words = sayCount(count, say`1 check was not run`, say`${count} checks were not run`)
  return renderSigned('·', renderSafely(words, screen), screen).map(createPaint(screen).dim)
}

function renderSigned(sign: string, text: string, screen: Screen): string[] {
  if (screen.plain) return renderSentences(text, screen)
  const [first = '', ...rest] = wrapText(text, Math.max(1, measureColumns(screen) - indent))
  return [`  ${sign} ${first}`, ...rest.map((line) => padText('', indent) + line)]
}

/** Counts for each check that was run how many wait for it, directly or through another that waits. */
function countWaiting(checks: readonly CheckReport[]): ReadonlyMap<string, number> {
  const byName = new Map(checks.map((check) => [check.name, check]))
  const counts = new Map<string, number>()
  for (const check of checks.filter(({ verdict }) => verdict === 'skipped')) {
    const cause = findCause(check, byName)
    if (cause) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  }
  return counts
}

function findCause(check: CheckReport, byName: ReadonlyMap<string, CheckReport>): string | undefined {
  const seen = new Set<CheckReport>()
  let current: CheckReport | undefined = check
  while (current?.verdict === 'skipped' && !seen.has(current)) {
    seen.add(current)
    current = byName.get(current.waitsFor ?? '')
  }
  return current?.verdict === 'skipped' ? undefined : current?.name
}
