import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { noteNetcat } from './netcat.ts'

const byHand = ['npx tsx work/01-tcp-echo/server.ts', "printf 'one' | nc -N 127.0.0.1 9909"]

/** A folder for PATH, in which `nc` is a link to a program of this name. */
async function makePath(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-path-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, program), '', { mode: 0o755 })
  await symlink(program, join(folder, 'nc'))
  return folder
}

async function note(PATH: string, commands = byHand): Promise<string> {
  return (await noteNetcat({ PATH }, commands)).map((words) => inEnglish(words)).join('\n')
}

test('where there is no nc, or the other one, that is said', async () => {
  expect(await note('/nowhere:/nor-here')).toContain('There is no nc on this machine')
  expect(await note(await makePath('nc.traditional'))).toContain('is netcat-traditional')
})

test('nothing is said of the right one, and where no command needs it', async () => {
  expect(await note(`/nowhere:${await makePath('nc.openbsd')}`)).toBe('')
  expect(await note('/nowhere', ['npx tsx sync.ts', 'ss -ltn'])).toBe('')
  expect(await noteNetcat({})).toEqual([])
})
