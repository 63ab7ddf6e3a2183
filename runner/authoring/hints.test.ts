import { expect, test } from 'vitest'
import { complainAboutHints } from './hints.ts'

const hint = (number: number) => `## Hint ${number}\n\nLook there.\n`

test.each([
  [[hint(1), hint(2), hint(3)], []],
  [[hint(1), hint(2), hint(3), '## With code\n\n```ts\nlet a\n```\n'], []],
  [[hint(1), hint(2)], ['There are 2 hints.']],
  [[1, 2, 3, 4, 5].map(hint), ['There are 5 hints.']],
  [[hint(1), '## Empty\n', hint(3)], ['The hint "Empty" is empty.']],
])('%#', (parts, problems) => {
  expect(complainAboutHints(parts.join('\n'), 'hints.md').map(({ problem }) => problem)).toEqual(problems)
})
