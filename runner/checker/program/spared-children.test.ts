/** What a program leaves behind at its end is ended at once, or with the check when the check is to find it. */
import { expect, test } from 'vitest'
import { chooseSleep, findCommands } from '../../processes/commands.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { createCheckBench } from '../../testing/check-bench.ts'

/** Shorter than the sleeps: what nobody ends must not end by itself meanwhile. */
const patience = { timeout: 15_000, interval: 10 }

/** Starts a child that outlives it, in a group of its own, and ends when it is told to. */
const program = (sleep: string) => `
  import { spawn } from 'node:child_process'
  spawn('/bin/sleep', ['${sleep}'], { detached: true, stdio: 'ignore' }).once('spawn', () => console.log('started'))
  process.stdin.once('data', () => process.exit())`

test.runIf(isKernelReadable)('a child that is spared is there until the check is over', async () => {
  const sleep = chooseSleep()
  const bench = await createCheckBench('client.ts', program(sleep))
  const client = bench.t.startClient(1, { sparesChildren: true })
  await client.expectOutput('started', 'that it has started its child')
  client.typeLine('end')
  await client.expectExit(0, 'when it was told to')
  expect(findCommands(sleep)).toHaveLength(1)
  await bench[Symbol.asyncDispose]()
  await expect.poll(() => findCommands(sleep), patience).toEqual([])
})

test.runIf(isKernelReadable)('a child that nobody spares is ended with its program', async () => {
  const sleep = chooseSleep()
  await using bench = await createCheckBench('client.ts', program(sleep))
  const client = bench.t.startClient(1)
  await client.expectOutput('started', 'that it has started its child')
  client.typeLine('end')
  await client.expectExit(0, 'when it was told to')
  await client.closed
  await expect.poll(() => findCommands(sleep), patience).toEqual([])
})
