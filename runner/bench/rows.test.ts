/** The rows that take seconds, each measured once: what they give are times and rates of programs that really ran. */
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { judge } from '../testing/temporary-workbook.ts'
import { createBenchDesk } from './desk.ts'
import { measureRows } from './measure-rows.ts'
import type { RowName } from './report.ts'

const root = resolve(import.meta.dirname, '../..')

async function measure(row: RowName, signal = new AbortController().signal) {
  const told: string[] = []
  const options = { samples: 1, sizes: [], tell: (text: string) => void told.push(text) }
  await using desk = createBenchDesk({ root, env: process.env, signal, judge }, options)
  const report = await measureRows(desk, [row], new Date(0))
  return { report, told }
}

test.each([
  ['a', 1],
  ['b', 2],
  ['c', 2],
  ['d', 3],
] as const)('row %s gives %i measurements, each against something', async (row, count) => {
  const { report, told } = await measure(row)
  const measured = report.results.flatMap((result) => ('median' in result ? [result] : []))
  expect(measured).toHaveLength(count)
  for (const { samples, median, references } of measured) {
    expect(samples).toEqual([median])
    expect(median).toBeGreaterThan(0)
    expect(references.length).toBeGreaterThan(0)
    for (const reference of references) expect(reference.ratio).toBe(median / reference.median)
  }
  expect(told.length).toBeGreaterThan(0)
})

test('whoever cancels is left with nothing that runs', async () => {
  const enough = new Error('enough')
  await expect(measure('d', AbortSignal.abort(enough))).rejects.toBe(enough)
})
