import { expect, test } from 'vitest'
import { readCatalogue } from './catalogue.ts'
import { findSection, readHints } from './text.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'

test('a section goes to the next heading of its level, and code holds no headings', () => {
  const source = '# T\n\n## One\n\ntext\n\n### Deeper\n\n~~~\n## no\n~~~\n\n## Two ##\r\nlast'
  expect(findSection(source, /^one$/i)).toBe('## One\n\ntext\n\n### Deeper\n\n~~~\n## no\n~~~\n')
  expect(findSection(source, /^two$/i)).toBe('## Two ##\nlast\n')
  expect(findSection(source, /^no$/)).toBeUndefined()
})

test('hints are the sections of their file', async () => {
  await using workbook = await createTemporaryWorkbook()
  const [first] = await readCatalogue(workbook.root)
  if (!first) throw new Error('There is no lesson.')
  const hints = await readHints(first)
  expect(hints).toHaveLength(2)
  expect(hints[0]).toContain('## like this')
  expect(await readHints({ ...first, hints: '/nowhere' })).toEqual([])
})
