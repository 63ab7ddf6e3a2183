import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { english } from '../../../language/language.ts'
import { listUntranslated, madeUp } from '../../../testing/made-up-language.ts'
import { awkwardClass, createClass } from '../gradebook.test-data.ts'
import { readPageAssets } from '../write-reports.ts'
import { countMistakes, countStages } from './mistakes.ts'
import { renderReportPage } from './report-page.ts'

const assets = await readPageAssets()
const page = renderReportPage(awkwardClass, assets, { language: english })

/** What stands in an element of the page, by the beginning of it and its end. */
function cutOut(text: string, start: string, end: string): string {
  const [, rest = ''] = text.split(start)
  return rest.split(end)[0] ?? ''
}

test('nothing of the page is loaded, and nothing runs in it but what its policy knows', () => {
  const policy = cutOut(page, 'http-equiv="Content-Security-Policy" content="', '"')
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain(`style-src ${hash(cutOut(page, '<style>', '</style>'))}`)
  expect(policy).toContain(`script-src ${hash(cutOut(page, '<script>', '</script>'))}`)
  expect(page).not.toMatch(/\b(?:https?:|src=|href=|style=|on[a-z]+=)/u)
})

test('whatever a name or a program says is text', () => {
  expect(page).toContain("O'Neil &quot;the&quot; &lt;b&gt;")
  expect(page).not.toContain('<b>')
  expect(page.split('</script>')).toHaveLength(3)
  const texts: unknown = JSON.parse(cutOut(page, 'id="texts">', '</script>'))
  expect(texts).toContainEqual(expect.stringMatching(/^It printed <\/script>\\x00\\x1b\[31m & "more"/u))
  expect(texts).toContainEqual(expect.stringContaining('Run 2 of 3: passed'))
})

test('everybody has a row in the table of the class and in those of the lessons', () => {
  const gradebook = createClass(40)
  const rows = renderReportPage(gradebook, assets, { language: english }).match(
    /<th scope="row" title="s\d/gu,
  )
  expect(rows).toHaveLength(40 * (1 + gradebook.lessons.length))
})

test('says which mistakes the class makes, the most frequent first', () => {
  const gradebook = createClass(60)
  const failing = gradebook.submissions.filter(({ lessons }) => lessons[1]?.verdict === 'failed').length
  const [first] = countMistakes(gradebook)
  expect(first).toMatchObject({ stage: 'silent', students: failing })
  expect(countMistakes(gradebook)).toHaveLength(2)
  expect(countStages(gradebook)).toEqual([['silent', failing]])
})

test('of grades that are withheld it shows the reason and no points', () => {
  const wrong = [
    {
      lesson: '01-tcp-echo',
      program: 'solution',
      expected: { key: 'passed', parts: [] },
      got: { key: 'failed', parts: [] },
    },
  ]
  const calibration = { judged: 9, of: 9, wrong }
  const withheld = renderReportPage({ ...awkwardClass, withheld: true, calibration }, assets, {
    language: english,
  })
  expect(withheld).toContain('01-tcp-echo, solution: due was passed, and it got failed.')
  expect(withheld).not.toMatch(/<td[^>]* data-sort="10\.5"/u)
  expect(page).toMatch(/<td[^>]* data-sort="10\.5"/u)
})

test('everything is said in the language of the reader', () => {
  const gradebook = { ...awkwardClass, calibration: null, submissions: awkwardClass.submissions.slice(0, 4) }
  const said = renderReportPage({ ...gradebook, lessons: [] }, assets, { language: madeUp })
  const body = cutOut(said, '<body>', '<script').replaceAll(/<[^>]*>/gu, '\n')
  expect(listUntranslated(body).filter((word) => word !== 'SUM')).toEqual([])
})
