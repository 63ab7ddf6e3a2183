import MarkdownIt from 'markdown-it'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { english } from '../../language/language.ts'
import { renderAnnotations } from './annotations.ts'
import { renderFeedback } from './feedback.ts'
import { nameFiles } from './file-names.ts'
import {
  awkwardClass,
  awkwardNames,
  createFailing,
  createMissing,
  createOpen,
  createPassing,
} from './gradebook.test-data.ts'
import { renderGradescope } from './gradescope.ts'
import { escapeMarkdown, renderFence } from './markdown.ts'

const tongue = { language: english }
const markdown = new MarkdownIt({ html: true, linkify: true })

test('every name gives a file of its own, on every system', () => {
  const names = nameFiles([...awkwardNames, 'con.', 'x'.repeat(201), 'é', 'e\u0301', 'a/b', 'a\\b', '', '.'])
  const files = [...names.values()]
  const folded = files.map((file) => file.normalize('NFKC').toLowerCase())
  expect(new Set(folded).size).toBe(names.size)
  for (const file of files) {
    expect(file).toMatch(/^[^\s.\-/\\:*?"<>|\p{Cc}\p{Cf}][^/\\:*?"<>|\p{Cc}\p{Cf}]*$/u)
    expect(file).not.toMatch(/[ .]$|^(?:con|nul)(?:\.|$)/iu)
    expect(Buffer.byteLength(file)).toBeLessThanOrEqual(130)
  }
  expect(names.get('李小龙')).toBe('李小龙')
})

test('a name made to look like that of a changed one gets another file', () => {
  const taken = nameFiles(['Ada', 'ada']).get('Ada') ?? ''
  const names = nameFiles(['Ada', 'ada', taken])
  expect(new Set(names.values()).size).toBe(3)
})

test.each([
  '<script>x</script>',
  '[a](http://b)',
  'http://example.org',
  '# x',
  '- x',
  '1. x',
  '*a* `b` ~~c~~',
  'a@b.org',
  '&lt;',
  '| a | b |',
  '---',
])('Markdown shows %s as it is', (text) => {
  const [open, inline, close, ...more] = markdown.parse(escapeMarkdown(text), {})
  expect([open?.type, close?.type, more.length]).toEqual(['paragraph_open', 'paragraph_close', 0])
  expect(new Set(inline?.children?.map(({ type }) => type))).toEqual(
    new Set(
      ['text', 'text_special'].filter((type) => inline?.children?.some((child) => child.type === type)),
    ),
  )
  expect(inline?.children?.map(({ content }) => content).join('')).toBe(text)
})

test('nothing closes a fence', () => {
  const [token, ...more] = markdown.parse(renderFence('a\n```\n````\nb'), {})
  expect([token?.content, more.length]).toEqual(['a\n```\n````\nb\n', 0])
})

test('feedback tells what happened, and nothing of hidden checks', () => {
  const text = renderFeedback(awkwardClass, createFailing('ada'), tongue)
  expect(text).not.toMatch(/secret|hidden|1 MiB/iu)
  expect(text).toContain('Points for the checks below: 1 of 8.')
  expect(text).toContain('✗ serves the next client after the first has left: nothing came')
  expect(text).toContain('first client')
  const html = markdown.render(text)
  expect(html).not.toContain('<script')
  expect(html).toContain('It printed &lt;/script&gt;\\x00\\x1b[31m &amp; &quot;more&quot;.')
  expect(html.match(/<h1>/gu)).toHaveLength(1)
})

test('feedback has no mark of what could not be judged, and says whose fault that is', () => {
  const text = renderFeedback({ ...awkwardClass, calibration: null }, createOpen('ada'), tongue)
  expect(text).toContain('none yet')
  expect(text).toContain('That is not your fault')
  expect(text).toContain('≈ serves the next client after the first has left: unstable: passed in 1 run of 3')
  expect(text).toContain('no-calibration')
  expect(renderFeedback(awkwardClass, createMissing('ada'), tongue)).toContain('Nothing was handed in.')
})

/** As published: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format */
const visibility = v.picklist(['hidden', 'after_due_date', 'after_published', 'visible'])
const format = v.picklist(['text', 'html', 'simple_format', 'md', 'ansi'])
const gradescopeSchema = v.strictObject({
  score: v.optional(v.number()),
  execution_time: v.optional(v.number()),
  output: v.optional(v.string()),
  output_format: v.optional(format),
  test_output_format: v.optional(format),
  test_name_format: v.optional(format),
  visibility: v.optional(visibility),
  stdout_visibility: v.optional(visibility),
  extra_data: v.optional(v.looseObject({})),
  tests: v.array(
    v.strictObject({
      score: v.optional(v.number()),
      max_score: v.optional(v.number()),
      status: v.optional(v.picklist(['passed', 'failed'])),
      name: v.optional(v.string()),
      name_format: v.optional(format),
      number: v.optional(v.string()),
      output: v.optional(v.string()),
      output_format: v.optional(format),
      tags: v.optional(v.array(v.string())),
      visibility: v.optional(visibility),
      extra_data: v.optional(v.looseObject({})),
    }),
  ),
})

test.each([createPassing, createFailing, createMissing])(
  'Gradescope gets the fields that it knows: %o',
  (create) => {
    const submission = create('ada')
    const parsed = v.parse(
      gradescopeSchema,
      JSON.parse(renderGradescope(awkwardClass, submission, tongue) ?? ''),
    )
    expect(parsed.score).toBe(submission.points)
    expect(parsed.tests.reduce((sum, { score = 0 }) => sum + score, 0)).toBe(submission.points)
    expect(parsed.tests.map((check) => check.visibility)).toEqual([
      'visible',
      'hidden',
      ...Array.from({ length: 7 }, () => 'visible'),
    ])
    const shown = parsed.tests.filter((check) => check.visibility === 'visible')
    expect(JSON.stringify(shown)).not.toContain('secret')
  },
)

test('Gradescope gets nothing of a submission without a mark', () => {
  expect(renderGradescope(awkwardClass, createOpen('ada'), tongue)).toBeUndefined()
})

test('annotations are commands of one line each, with the points at the end', () => {
  const text = renderAnnotations(awkwardClass, createFailing('ada', 'One%\nline: ::error::x'), tongue)
  const lines = text.trimEnd().split('\n')
  for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice)(?: [a-z]+=[^:]*)?::/u)
  expect(lines[0]).toBe(
    '::error file=work/03-connection-loop/server.ts,title=serves the next client after the first has left%3A nothing came::One%25%0Aline: ::error::x Try: what does your program do after the loop over the first connection ends?',
  )
  expect(lines.slice(-2)).toEqual([
    '::notice title=Autograding complete::Points 1/10.5',
    '::notice title=Autograding report::{"totalPoints":1,"maxPoints":10.5}',
  ])
  expect(text).not.toContain('secret')
  expect(renderAnnotations(awkwardClass, createOpen('ada'), tongue)).toMatch(/no mark\.\n$/u)
})
