import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endTree } from './end-tree.ts'
import { readDescendants, readFamily, readTicks } from './family.ts'
import { markVariable } from './mark.ts'
import { isKernelReadable } from './proc-files.ts'

test('a tree is ended with a child that left its group, one that has the mark only, and nobody else', async () => {
  const mark = `test-${process.pid}`
  const sleep = 'setInterval(() => {}, 1e6)'
  // The detached child's parent is gone when the tree is ended: only the mark in its environment leads to it.
  const program = `const { spawn } = require('node:child_process')
    spawn(process.execPath, ['-e', ${JSON.stringify(sleep)}], { detached: true, stdio: 'ignore' }).unref()
    process.on('SIGTERM', () => {})
    process.stdout.write('ready', () => { if (process.argv[1] === 'leave') process.exit() })
    ${sleep}`
  const env = { PATH: process.env['PATH'], [markVariable]: mark }
  const leaving = spawn(process.execPath, ['-e', program, 'leave'], { env, detached: true })
  const staying = spawn(process.execPath, ['-e', program], { env, detached: true })
  const stranger = spawn(process.execPath, ['-e', sleep], { detached: true, stdio: 'ignore' })
  await Promise.all([once(leaving, 'exit'), once(staying.stdout, 'data')])
  if (isKernelReadable) expect(readFamily(undefined, mark)).toHaveLength(3)
  const ended = once(staying, 'exit')
  await endTree(staying.pid, mark)
  expect(await ended).toEqual([null, 'SIGKILL'])
  if (isKernelReadable) expect(readFamily(undefined, mark)).toEqual([])
  expect(stranger.exitCode).toBeNull()
  expect(stranger.signalCode).toBeNull()
  stranger.kill('SIGKILL')
  await once(stranger, 'exit')
})

test.runIf(isKernelReadable)(
  'what stands below a program is found whatever its group, with the processor time that it uses',
  async () => {
    const program = spawn(process.execPath, [
      '-e',
      `require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'], { detached: true, stdio: 'ignore' })`,
    ])
    const mark = `test-${process.pid}-below`
    try {
      const { pid = 0 } = program
      await expect.poll(() => readDescendants(pid).length).toBe(2)
      const used = () => readTicks(readDescendants(pid).filter((id) => id !== pid))
      const [[child, before] = [0, 0]] = [...used()]
      await expect.poll(() => used().get(child)).toBeGreaterThan(before)
    } finally {
      await endTree(program.pid, mark)
    }
  },
)
