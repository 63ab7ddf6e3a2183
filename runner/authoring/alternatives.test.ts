import { expect, test } from 'vitest'
import { parseOpeningComment, type Alternative } from '../lessons/alternatives.ts'
import { complainAboutAlternatives } from './alternatives.ts'

test.each([
  ['// One. Two,\n// three.\nimport x\n// four', 'One. Two, three.'],
  ['//One.', 'One.'],
  ['\n// One.', ''],
  ['import x\n// One.', ''],
  ['/** One. */', ''],
])('%j opens with %j', (source, text) => expect(parseOpeningComment(source)).toBe(text))

function write(name: string, files: Record<string, string>): Alternative {
  const entries = Object.entries(files)
  return {
    name,
    files: new Map(entries.map(([file, source]) => [file, Buffer.from(source)])),
    reasons: entries.flatMap(([file, source]) => {
      const text = parseOpeningComment(source)
      return text === '' ? [] : [{ file, text }]
    }),
  }
}

test('every program of an alternative says why it is different, in a sentence or two', () => {
  const good = write('good', { 'server.ts': '// Awaits. Choose it.\n', 'given/x.ts': 'let x' })
  expect(complainAboutAlternatives([good], 'solutions/01-a')).toEqual([])
  const poor = write('solution', {
    'a.ts': 'let a',
    'b.ts': '// with events\n',
    'c.ts': `// ${'Long. '.repeat(50)}\n`,
  })
  const complaints = complainAboutAlternatives([poor], 'solutions/01-a')
  expect(complaints.map(({ place, problem }) => `${place} ${problem}`)).toEqual([
    'solutions/01-a/alternatives/solution An alternative can not be called "solution".',
    'solutions/01-a/alternatives/solution/a.ts:1 It does not open with what is different about it.',
    'solutions/01-a/alternatives/solution/b.ts:1 What it opens with is no sentence: it has no full stop.',
    'solutions/01-a/alternatives/solution/c.ts:1 What it opens with has 299 characters; 240 are the most.',
  ])
})
