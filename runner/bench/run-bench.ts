/** `npm run bench [a …]`: how fast the workbook is, as ratios to what it cannot be faster than. */
import { resolve } from 'node:path'
import { parseArguments } from '../edge/arguments.ts'
import { createBenchDesk } from './desk.ts'
import { rowNames, type RowName } from './report.ts'
import { measureRows } from './measure-rows.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import { writeResult } from '../results/write-result.ts'
import { renderBench } from './render-bench.ts'
import { createLiveLine } from '../terminal/live-line.ts'
import { createQuietKeyboard } from '../terminal/quiet-keyboard.ts'
import { showText } from '../terminal/show.ts'
import type { Workbook } from '../workbook.ts'

const usage = 'npm run bench [a b c d e f] [-- --samples 7 --sizes 20,40,80 --report FILE]'
/** Fewer say nothing: on a machine that does other things too, one in three samples may be off. */
const fewestSamples = 7

/**
 * Measures and tells. It never asserts: the exit code says that it was measured, not what came of it.
 * @param args the rows that are wanted, all without any; `--samples N`, `--sizes 20,40`, `--report FILE`
 * @throws {Refusal} for an unknown row, and when the report cannot be written
 */
export async function runBench(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const shape = {
    usage,
    words: [0, rowNames.length],
    flags: { samples: 'string', sizes: 'string', report: 'string' },
  } as const
  const { words, getFlag } = parseArguments(args, shape, workbook.env)
  const wanted = words.length === 0 ? rowNames : rowNames.filter((name) => words.map(parseRow).includes(name))
  const samples = parseSamples(getFlag('samples'))
  const report = await measure(workbook, wanted, samples, parseSizes(getFlag('sizes')))
  showText(workbook, renderBench(report, workbook.screen))
  const file = getFlag('report')
  if (file !== undefined) await writeResult(resolve(workbook.callerFolder, file), report)
  return exitCodes.passed
}

async function measure(
  workbook: Workbook,
  wanted: readonly RowName[],
  samples: number,
  sizes: readonly number[],
) {
  using _keyboard = createQuietKeyboard(workbook)
  using line = createLiveLine(workbook)
  const tell = (text: string) => line.change(`Measuring ${text}`)
  await using desk = createBenchDesk(workbook, { samples, sizes, tell })
  return await measureRows(desk, wanted, workbook.clock())
}

function parseRow(word: string): RowName {
  const row = rowNames.find((name) => name === word)
  if (row) return row
  throw new Refusal(`There is no row "${word}" to measure.`, `Usage: ${usage}`, exitCodes.wrongUsage)
}

function parseSamples(word = String(fewestSamples)): number {
  const samples = /^\d{1,4}$/.test(word) ? Number(word) : 0
  if (samples >= fewestSamples) return samples
  throw new Refusal(
    `--samples needs a number from ${fewestSamples} to 9999, not "${word}".`,
    `Usage: ${usage}`,
    exitCodes.wrongUsage,
  )
}

/** How big the classes of row f are: each of them is graded once. */
function parseSizes(words = '20,40,80'): number[] {
  const sizes = words.split(',').map((word) => (/^[1-9]\d{0,3}$/.test(word) ? Number(word) : 0))
  if (!sizes.includes(0)) return sizes
  throw new Refusal(
    `--sizes needs numbers such as 20,40,80, not "${words}".`,
    `Usage: ${usage}`,
    exitCodes.wrongUsage,
  )
}
