/** Measures the rows that are wanted, one after another. */
import { cpus, loadavg, release } from 'node:os'
import type { BenchDesk, MeasureRow } from './desk.ts'
import type { BenchReport, RowName, RowResult } from './report.ts'
import { measureAllChecks } from './rows/all-checks.ts'
import { measureClass } from './rows/class.ts'
import { measureColdCheck } from './rows/cold-check.ts'
import { measureEchoes } from './rows/echoes.ts'
import { measureFirstPage } from './rows/first-page.ts'
import { measureSaveToVerdict } from './rows/save-to-verdict.ts'

const rows: Readonly<Record<RowName, MeasureRow>> = {
  a: measureColdCheck,
  b: measureSaveToVerdict,
  c: measureFirstPage,
  d: measureEchoes,
  e: measureAllChecks,
  f: measureClass,
}

/**
 * Measures, and asserts nothing.
 * @param now when it begins
 * @throws the signal's reason when cancelled, after all that it started has ended
 */
export async function measureRows(
  desk: BenchDesk,
  wanted: readonly RowName[],
  now: Date,
): Promise<BenchReport> {
  const [load = 0] = loadavg()
  const processors = cpus()
  const results: RowResult[] = []
  for (const row of wanted) results.push(...(await rows[row](desk, row)))
  return {
    version: 1,
    node: process.versions.node,
    system: `${process.platform} ${release()}`,
    processors: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown',
    startedAt: now.toISOString(),
    ...(process.platform !== 'win32' && { load }),
    samples: desk.samples,
    results,
  }
}
