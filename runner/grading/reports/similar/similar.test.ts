import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { english } from '../../../language/language.ts'
import { hashRuns, takeFingerprints } from './fingerprints.ts'
import { renderSimilarCsv } from './similar-csv.ts'
import { findSimilar, hashKnown, preparePrograms } from './similar.ts'
import { listTokens } from './tokens.ts'

const solutions = join(import.meta.dirname, '../../../../solutions')
const read = (file: string) => readFileSync(join(solutions, file), 'utf8')
const starter = read('01-tcp-echo/server.ts')
const own = read('06-threads/server.ts')

/** The same program as somebody writes it who hides where it comes from. */
const disguised = own
  .replaceAll(/\bsocket\b/gu, 'conn')
  .replaceAll(/\bserver\b/gu, 'srv')
  .replaceAll(/^(\s*)/gmu, '$1$1')
  .replaceAll(/'([^']*)'/gu, '"$1x"')
  .replaceAll(/^(.*;?)$/gmu, '$1 // mine')

const prepare = (student: string, source: string, known: readonly string[] = [starter]) =>
  preparePrograms(student, new Map([['server.ts', source]]), hashKnown(known))

test('names, texts, comments and layout make no difference', () => {
  expect(listTokens(disguised).map(({ kind }) => kind)).toEqual(listTokens(own).map(({ kind }) => kind))
  const [found] = findSimilar([prepare('ada', own), prepare('bob', disguised)])
  expect(found).toMatchObject({ students: ['ada', 'bob'], part: 1 })
  expect(found?.places[0]).toMatch(/^server\.ts \d+-\d+/u)
})

test('what everybody was given, and what another wrote, is not alike', () => {
  expect(findSimilar([prepare('ada', own, [own]), prepare('bob', disguised, [own])])).toEqual([])
  expect(findSimilar([prepare('ada', own), prepare('bob', read('11-time-server/server.ts'))])).toEqual([])
})

test('what many have is common', () => {
  const many = Array.from({ length: 11 }, (_, index) => prepare(String(index), own))
  expect(findSimilar(many)).toEqual([])
  expect(findSimilar(many.slice(0, 3))).toHaveLength(3)
})

test('a shared passage is found wherever it stands', () => {
  const runs = hashRuns(own)
  const chosen = takeFingerprints(`${starter}\n${own}`)
  expect([...chosen.keys()].filter((hash) => runs.has(hash)).length).toBeGreaterThan(10)
  expect(takeFingerprints('')).toEqual(new Map())
  expect(takeFingerprints('let a = 1')).toEqual(new Map())
})

test.each([
  '('.repeat(200_000),
  '`${'.repeat(50_000),
  '"'.repeat(100_000),
  '/*'.repeat(100_000),
  '!'.repeat(200_000),
])('a program that would break a parser is read: %.4s…', (source) => {
  expect(listTokens(source).length).toBeLessThanOrEqual(source.length)
})

test('every row says that it is no proof', () => {
  const found = findSimilar([prepare('=ada', own), prepare('bob', disguised)])
  const [, row = ''] = renderSimilarCsv(new Map([['06-threads', found]]), { language: english }).split('\r\n')
  expect(row).toMatch(/^06-threads,'=ada,bob,100,\d+,server\.ts .*no proof/u)
})
