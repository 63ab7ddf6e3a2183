import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, expectTypeOf, test } from 'vitest'
import type { CheckReport } from '../checker/record/verdict.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { type LessonResult, namedSchemas, parseResult, resultSchema } from './result.ts'

test("the schema and the checker's own types agree", () => {
  expectTypeOf<LessonResult['checks'][number]>().toEqualTypeOf<CheckReport>()
})

const published = join(import.meta.dirname, 'results.schema.json')

async function createValidator() {
  return new Ajv2020({ strict: false, validateFormats: false }).compile(
    await import(published, { with: { type: 'json' } }).then(
      ({ default: schema }: { default: object }) => schema,
    ),
  )
}

test('the published schema is the one that the code uses (if not: npx vitest run runner/results -u)', async () => {
  const schema = toJsonSchema(resultSchema, {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    definitions: namedSchemas,
  })
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(published)
})

test('a report that a user asks for is accepted by the published schema, passed, failed and broken', async () => {
  await using workbook = await createTemporaryWorkbook()
  const isValid = await createValidator()
  await workbook.write('wrong/server.ts', '')
  const reports: unknown[] = []
  const judgeAndRead = async (folder: string) => {
    const { exitCode } = await workbook.run(['check', '1', folder, '--report', 'report.json'])
    const report: unknown = JSON.parse(await workbook.read('report.json'))
    expect(isValid(report), JSON.stringify(isValid.errors)).toBe(true)
    expect(parseResult(report)).toEqual(report)
    reports.push(report)
    return exitCode
  }
  expect(await judgeAndRead('solutions/01-upper-case')).toBe(0)
  expect(await judgeAndRead('wrong')).toBe(1)
  await workbook.write('lessons/01-upper-case/check.test.ts', `throw new Error('no luck')`)
  expect(await judgeAndRead('solutions/01-upper-case')).toBe(2)
  expect(reports).toMatchObject([
    { verdict: 'passed', expectedChecks: 2 },
    {
      verdict: 'failed',
      checks: [{ verdict: 'fail', failure: { stage: 'exited-early' } }, { verdict: 'skipped' }],
    },
    { verdict: 'broken', broken: { message: 'no luck' }, checks: [] },
  ])
})

test.each([
  ['another version', { version: 1 }],
  ['a verdict of its own', { verdict: 'excellent' }],
  ['a field that nobody knows', { grade: 1 }],
  ['no number of checks', { expectedChecks: undefined }],
  [
    'a stage that is none',
    {
      checks: [
        {
          name: 'a',
          verdict: 'fail',
          durationMs: 1,
          failure: { stage: 'odd', happened: '', help: '', printedLast: '', byHand: [] },
        },
      ],
    },
  ],
])('%s is refused, by the code and by the schema', async (_what, change) => {
  const isValid = await createValidator()
  const good = {
    version: 2,
    lesson: { number: 1, slug: 'a', title: 'A' },
    subject: { folder: 'work/01-a', files: [], sha256: '' },
    judgedBy: { workbook: '0.1.0', checkerSha256: '' },
    verdict: 'passed',
    expectedChecks: 0,
    checks: [],
    startedAt: '2026-11-21T00:00:00.000Z',
    durationMs: 1,
    system: { node: '20.20.2', platform: 'linux', release: '6' },
  }
  expect(isValid(good), JSON.stringify(isValid.errors)).toBe(true)
  expect(parseResult(good)).toEqual(good)
  const bad: unknown = JSON.parse(JSON.stringify({ ...good, ...change }))
  expect(isValid(bad)).toBe(false)
  expect(() => parseResult(bad)).toThrow(/Invalid|version/)
})
