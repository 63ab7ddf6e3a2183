import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { expect, test } from 'vitest'
import { namedSchemas } from '../results/result.ts'
import { type Gradebook, gradebookSchema, isolationLevels, parseGradebook } from './gradebook.ts'

const empty: Gradebook = {
  version: 1,
  workbook: '0.1.0',
  made: '2026-11-27T01:02:03.000Z',
  node: '20.20.2',
  platform: 'linux',
  isolation: { level: isolationLevels[0], doesNotStop: [] },
  seed: 1,
  shard: null,
  complete: true,
  lessons: [],
  calibration: null,
  touched: [],
  withheld: false,
  roster: null,
  submissions: [],
}

test('the published schema is the one that the code uses (if not: npx vitest run runner/grading -u)', async () => {
  const schema = toJsonSchema(gradebookSchema, {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    definitions: namedSchemas,
  })
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, 'gradebook.schema.json'),
  )
})

test('what is written is what is read', () => {
  expect(parseGradebook(JSON.parse(JSON.stringify(empty)))).toEqual(empty)
})

test.each([
  ['another version', { ...empty, version: 2 }, 'has version 2'],
  ['nothing', null, 'not a gradebook'],
  ['a field that nobody knows', { ...empty, extra: 1 }, 'not a gradebook'],
  ['negative points', { ...empty, lessons: [{ maximum: -1 }] }, 'not a gradebook'],
])('refuses %s', (_, data, words) => {
  expect(() => parseGradebook(data)).toThrow(words)
})
