import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { english } from '../../language/language.ts'
import { awkwardClass, createClass, createOpen } from './gradebook.test-data.ts'
import { renderJunit } from './junit.ts'

const schema = join(import.meta.dirname, 'junit.test-schema.xsd')
const isThere = spawnSync('xmllint', ['--version']).status === 0

/** What a validator says of the file. */
function validate(xml: string): string {
  const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, '-'], {
    input: xml,
    encoding: 'utf8',
  })
  return stderr
}

test.runIf(isThere)('is valid, whatever a name or a program says', () => {
  expect(validate(renderJunit(awkwardClass, { language: english }))).toBe('- validates\n')
  expect(validate(renderJunit(createClass(300), { language: english }))).toBe('- validates\n')
  expect(validate('<testsuites><testsuite name="x"/></testsuites>')).toContain('fails to validate')
})

test('tells a failure from an error of ours, and from what was not run', () => {
  const xml = renderJunit({ ...awkwardClass, submissions: [createOpen('ada')] }, { language: english })
  expect(xml).toContain('<testsuites name="grading" tests="10" failures="1" errors="3">')
  expect(xml).toContain('<testsuite name="01-tcp-echo.ada" tests="3" failures="0" errors="3" skipped="0">')
  expect(xml).toContain('<error type="broken" message="no port was free">Error: no port</error>')
  expect(xml).toContain(
    '<testsuite name="03-connection-loop.ada" tests="7" failures="1" errors="0" skipped="5">',
  )
  expect(xml).toContain('<failure type="unstable" message="unstable: passed in 1 run of 3">')
  expect(xml).toContain('value="Isolation: user."')
})
