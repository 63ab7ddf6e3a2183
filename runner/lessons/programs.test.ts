import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listPorts, listPortUses, readPrograms } from './programs.ts'

async function declare(text?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-programs-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  if (text !== undefined) await writeFile(join(folder, 'lesson.json'), text)
  return folder
}

const program = { file: 'server.ts', role: 'server', protocol: 'tcp', port: 9909 }

test('what a lesson declares is read, with the ports that its servers take', async () => {
  const programs = [
    program,
    { ...program, file: 'client.ts', role: 'client', says: 'lines' },
    { ...program, file: 'measure.ts', protocol: 'tcp+udp', port: 9200 },
  ]
  const read = await readPrograms(await declare(JSON.stringify({ programs })))
  expect(read).toEqual(programs)
  expect(listPorts(read)).toEqual([9909, 9200])
  expect(listPortUses(read)).toEqual([
    { port: 9909, socket: 'tcp' },
    { port: 9200, socket: 'tcp' },
    { port: 9200, socket: 'udp' },
  ])
})

test('a lesson without a declaration has no programs', async () => {
  expect(await readPrograms(await declare())).toEqual([])
})

test.each([
  ['{', /does not declare the programs of its lesson/],
  ['{}', /does not declare the programs of its lesson: programs/],
  [JSON.stringify({ programs: [{ ...program, protocol: 'sctp' }] }), /programs\.0\.protocol/],
  [JSON.stringify({ programs: [{ ...program, file: '../server.ts' }] }), /programs\.0\.file/],
])('%s is refused with a sentence', async (text, sentence) => {
  await expect(declare(text).then(readPrograms)).rejects.toThrow(sentence)
})
