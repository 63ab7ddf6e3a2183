/** `junit.xml`: a suite for each lesson of each student. What a program did wrong is a failure, what we did an error. */
import { renderWords } from '../../text/screen.ts'
import { say, type Words } from '../../language/say.ts'
import type { Tongue } from '../../screens/conversation/step-words.ts'
import { escapeLines, escapeText } from '../../text/visible.ts'
import type { Gradebook } from '../gradebook.ts'
import { describeVerdict, renderOutcome } from './failure-text.ts'
import {
  describeStanding,
  listClass,
  listLessons,
  type CheckMark,
  type MarkedLesson,
} from './gradebook-parts.ts'

/** Not XML 1.0 at all, and no character either. */
const noCharacters = /[\uFFFE\uFFFF]/gu

interface Suite {
  readonly xml: string
  readonly tests: number
  readonly failures: number
  readonly errors: number
}

/** Writes the file; those who are still to be judged are not in it. */
export function renderJunit(gradebook: Gradebook, tongue: Tongue): string {
  const suites = listClass(gradebook).flatMap(({ student, submission }) =>
    submission
      ? listLessons(gradebook, submission).map((lesson) => renderSuite(student, lesson, tongue))
      : [],
  )
  const standing = describeStanding(gradebook).map((sentence) => renderWords(sentence, tongue))
  const sum = (count: (suite: Suite) => number) => suites.reduce((total, suite) => total + count(suite), 0)
  const about = {
    name: 'grading',
    tests: sum(({ tests }) => tests),
    failures: sum(({ failures }) => failures),
    errors: sum(({ errors }) => errors),
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${renderAttributes(about)}>`,
    `<testsuite${renderAttributes({ ...about, tests: 0, failures: 0, errors: 0, timestamp: gradebook.made })}>`,
    '<properties>',
    ...standing.map(
      (value, index) => `<property${renderAttributes({ name: `standing.${index + 1}`, value })}/>`,
    ),
    '</properties>',
    '</testsuite>',
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n')
}

function renderSuite(student: string, lesson: MarkedLesson, tongue: Tongue): Suite {
  const { graded, mark, checks } = lesson
  const classname = `${graded.lesson}.${student}`
  const whole = (content: string) => renderCase(classname, graded.title, content)
  const cases =
    mark?.verdict === 'missing'
      ? [whole(renderOutcomeElement('skipped', 'missing', say`Nothing was handed in.`, '', tongue))]
      : [
          ...(mark?.broken
            ? [
                whole(
                  renderOutcomeElement('error', 'broken', mark.broken.message, mark.broken.details, tongue),
                ),
              ]
            : []),
          ...checks.map(({ graded: { name }, mark: check }) =>
            renderCase(classname, name, check ? renderCheck(check, tongue) : renderNotRun(tongue)),
          ),
        ]
  const count = (element: string) => cases.filter((xml) => xml.includes(`\n<${element} `)).length
  const [tests, failures, errors, skipped] = [
    cases.length,
    count('failure'),
    count('error'),
    count('skipped'),
  ]
  const attributes = { name: classname, tests, failures, errors, skipped }
  return {
    xml: [`<testsuite${renderAttributes(attributes)}>`, ...cases, '</testsuite>'].join('\n'),
    tests,
    failures,
    errors,
  }
}

function renderCase(classname: string, name: string, content: string): string {
  const start = `<testcase${renderAttributes({ classname, name })}`
  return content === '' ? `${start}/>` : `${start}>\n${content}\n</testcase>`
}

function renderNotRun(tongue: Tongue): string {
  return renderOutcomeElement('error', 'broken', say`This check was not run.`, '', tongue)
}

function renderCheck(mark: CheckMark, tongue: Tongue): string {
  const { verdict, failure, broken, waitsFor } = mark
  const text = verdict === 'pass' ? '' : renderOutcome(mark, tongue.language)
  switch (verdict) {
    case 'pass':
      return ''
    case 'skipped':
      return renderOutcomeElement('skipped', 'skipped', say`Waits for "${waitsFor ?? ''}".`, '', tongue)
    case 'broken':
      return renderOutcomeElement('error', 'broken', broken?.message ?? '', broken?.details ?? '', tongue)
    case 'unstable':
      return renderOutcomeElement('failure', 'unstable', describeVerdict(mark), text, tongue)
    case 'fail':
      return renderOutcomeElement('failure', failure?.stage ?? '', failure?.happened ?? '', text, tongue)
  }
  return verdict satisfies never
}

function renderOutcomeElement(
  element: 'failure' | 'error' | 'skipped',
  type: string,
  message: Words,
  text: string,
  tongue: Tongue,
): string {
  const attributes = renderAttributes({ type, message: renderWords(message, tongue) })
  return text === ''
    ? `<${element}${attributes}/>`
    : `<${element}${attributes}>${escapeXml(escapeLines(text))}</${element}>`
}

function renderAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(escapeText(String(value)))}"`)
    .join('')
}

function escapeXml(text: string): string {
  return text
    .replaceAll(noCharacters, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
