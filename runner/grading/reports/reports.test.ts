import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { english } from '../../language/language.ts'
import { parseGradebook } from '../gradebook.ts'
import { awkwardClass, awkwardNames } from './gradebook.test-data.ts'
import { renderReports } from './reports.ts'
import { readPageAssets, writeReports } from './write-reports.ts'

const tongue = { language: english }
const assets = await readPageAssets()

test('what the tests read is a gradebook', () => {
  expect(parseGradebook(JSON.parse(JSON.stringify(awkwardClass)))).toEqual(awkwardClass)
})

test('the same gradebook gives the same bytes', () => {
  expect(renderReports(awkwardClass, assets, tongue)).toEqual(
    renderReports(structuredClone(awkwardClass), assets, tongue),
  )
})

test('there is a file for each student, and what Gradescope takes for each who has a mark', () => {
  const names = [...renderReports(awkwardClass, assets, tongue).keys()]
  const count = (start: string) => names.filter((name) => name.startsWith(start)).length
  expect(count('feedback/')).toBe(awkwardNames.length)
  expect(count('annotations/')).toBe(awkwardNames.length)
  expect(count('gradescope/')).toBe(awkwardClass.submissions.filter(({ points }) => points !== null).length)
})

test('of grades that are withheld nothing goes to a student or a platform', () => {
  const reports = renderReports({ ...awkwardClass, withheld: true }, assets, tongue)
  expect([...reports.keys()].sort()).toEqual(['checks.csv', 'grades.csv', 'report.html', 'standing.txt'])
})

test('of a class that is not whole nothing goes to a platform', () => {
  const names = [...renderReports({ ...awkwardClass, complete: false }, assets, tongue).keys()]
  expect(names).not.toContain('canvas.csv')
  expect(names).toContain('grades.csv')
})

test('a later run takes away what it does not write anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-reports-'))
  try {
    const written = await writeReports(folder, awkwardClass, tongue)
    const found = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = found
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
    expect(files.sort()).toEqual(written.map((name) => join(folder, name)).sort())
    await writeReports(folder, { ...awkwardClass, withheld: true }, tongue)
    expect((await readdir(folder)).sort()).toEqual([
      'checks.csv',
      'grades.csv',
      'report.html',
      'standing.txt',
    ])
    expect(await readFile(join(folder, 'standing.txt'), 'utf8')).toContain('The grades are withheld')
  } finally {
    await rm(folder, { recursive: true })
  }
})
