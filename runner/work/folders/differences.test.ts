import { expect, test } from 'vitest'
import { countDifferences, renderDifferences } from './differences.ts'

const side = (label: string, files: Record<string, string>) => ({
  label,
  files: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
})

test('files that are the same are left out, and files on one side only are named as such', () => {
  const patch = renderDifferences(
    side('a', { 'same.ts': 'x\n', 'old.ts': 'gone\n', 'both.ts': 'one\n' }),
    side('b', { 'same.ts': 'x\n', 'new.ts': '', 'both.ts': 'two\n' }),
  )
  expect(patch).not.toContain('same.ts')
  expect(patch).toContain('--- a/both.ts\n+++ b/both.ts\n@@ -1,1 +1,1 @@\n-one\n+two\n')
  expect(patch).toContain('--- a/old.ts\n+++ b (no old.ts)\n@@ -1,1 +0,0 @@\n-gone\n')
  expect(patch).toContain('--- a (no new.ts)\n+++ b/new.ts\n')
})

test('without a difference there is no text', () => {
  expect(renderDifferences(side('a', { 'x.ts': '1' }), side('b', { 'x.ts': '1' }))).toBe('')
})

test('lines that were added and removed are counted for each file', () => {
  const before = side('a', { 'same.ts': 'x\n', 'old.ts': 'gone\n', 'both.ts': 'one\ntwo\n' }).files
  const after = side('b', { 'same.ts': 'x\n', 'new.ts': 'a\nb', 'both.ts': 'one\n2\n3\n' }).files
  expect(countDifferences(before, after)).toEqual([
    { name: 'both.ts', kind: 'changed', added: 2, removed: 1 },
    { name: 'new.ts', kind: 'added', added: 2, removed: 0 },
    { name: 'old.ts', kind: 'missing', added: 0, removed: 1 },
    { name: 'same.ts', kind: 'same', added: 0, removed: 0 },
  ])
})
