/** Commands are found by their number, in any environment and group, and are gone when they have ended. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { chooseSleep, findCommands, readEnvironment } from './commands.ts'
import { isKernelReadable } from './proc-files.ts'

/** Shorter than the sleeps: what nobody ends must not end by itself meanwhile. */
const patience = { timeout: 15_000, interval: 10 }

test('every sleep is another one, of some 20 s', () => {
  const sleeps = Array.from({ length: 100 }, chooseSleep)
  expect(new Set(sleeps).size).toBe(100)
  for (const sleep of sleeps) expect(sleep).toMatch(/^20\.\d{9}$/)
})

test.runIf(isKernelReadable)('a command and its shell are found, however they were started', async () => {
  const sleep = chooseSleep()
  expect(findCommands(sleep)).toEqual([])
  const shell = spawn('/bin/sh', ['-c', `env -i setsid sleep ${sleep}; :`], {
    detached: true,
    env: {},
    stdio: 'ignore',
  })
  onTestFinished(() => {
    for (const { pid } of findCommands(sleep)) process.kill(pid, 'SIGKILL')
  })
  const line = `sleep ${sleep}`
  await expect
    .poll(
      () =>
        findCommands(sleep)
          .map((each) => each.line)
          .sort(),
      patience,
    )
    .toEqual([`/bin/sh -c env -i setsid sleep ${sleep}; :`, line])
  shell.kill('SIGKILL')
  await once(shell, 'exit')
  expect(findCommands(sleep).map((each) => each.line)).toEqual([line])
  for (const { pid } of findCommands(sleep)) process.kill(pid, 'SIGKILL')
  await expect.poll(() => findCommands(sleep), patience).toEqual([])
})

test.runIf(isKernelReadable)('what a command was told by its environment is known', async () => {
  const told = spawn('sleep', [chooseSleep()], { env: { PATH: process.env.PATH, SECRET: 'two words' } })
  onTestFinished(() => void told.kill('SIGKILL'))
  await once(told, 'spawn')
  await expect
    .poll(() => readEnvironment(told.pid ?? 0), patience)
    .toEqual([`PATH=${process.env.PATH}`, 'SECRET=two words'])
})
