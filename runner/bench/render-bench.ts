/** What was measured, on what, and against what. */
import { meetsAim, type BenchReport, type Measurement, type Reference, type RowResult } from './report.ts'
import { createPaint, renderNumber, renderSentences, renderSides, type Screen } from '../text/screen.ts'
import { escapeText } from '../text/visible.ts'

/** Tells every median, every ratio, and beside each aim whether it is met, in a word. */
export function renderBench(report: BenchReport, screen: Screen): string {
  const blocks = [
    renderSentences(describeRun(report), screen),
    ...report.results.map((row) => renderRow(row, screen)),
  ]
  return blocks.map((lines) => lines.join('\n')).join('\n\n')
}

function describeRun({ node, system, processors, processor, startedAt, load, samples }: BenchReport): string {
  const date = startedAt.slice(0, 10)
  const busy = load === undefined ? '' : ` The load of the machine was ${load.toFixed(1)} when it began.`
  const machine = `Node ${node}, ${system}, ${processors} × ${escapeText(processor)}`
  return `Measured on ${date} with ${machine}.${busy} Medians of ${samples} samples, taken by turns.`
}

function renderRow(result: RowResult, screen: Screen): string[] {
  const first = screen.plain ? `${result.row}. ` : `${result.row}  `
  if ('reason' in result) return renderSentences(result.reason, screen, first)
  const { bold } = createPaint(screen)
  const what = `${result.name}: ${renderMedian(result.median, result.unit)}`
  return [
    ...renderSentences(bold(what), screen, first),
    ...result.references.flatMap((reference) => renderReference(reference, result.unit, screen)),
  ]
}

function renderReference(reference: Reference, unit: Measurement['unit'], screen: Screen): string[] {
  const { name, median, ratio, aim } = reference
  const indent = screen.plain ? '' : '     '
  const left = `${indent}${ratio.toFixed(2)} times ${name} (${renderMedian(median, unit)})`
  if (!aim) return renderSides(left, '', screen).map((line) => line.trimEnd())
  const { green, yellow } = createPaint(screen)
  const word = meetsAim(ratio, aim) ? green('meets') : yellow('misses')
  return renderSides(left, `${indent}aim: ${aim.bound} ${aim.ratio}: ${word}`, screen)
}

function renderMedian(median: number, unit: Measurement['unit']): string {
  return `${renderNumber(Math.round(median))} ${unit}`
}
