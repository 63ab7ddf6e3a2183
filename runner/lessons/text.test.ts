import { expect, test } from 'vitest'
import { findSection } from './text.ts'

test('a section goes to the next heading of its level, and code holds no headings', () => {
  const source = '# T\n\n## One\n\ntext\n\n### Deeper\n\n~~~\n## no\n~~~\n\n## Two ##\r\nlast'
  expect(findSection(source, /^one$/i)).toBe('## One\n\ntext\n\n### Deeper\n\n~~~\n## no\n~~~\n')
  expect(findSection(source, /^two$/i)).toBe('## Two ##\nlast\n')
  expect(findSection(source, /^no$/)).toBeUndefined()
})
