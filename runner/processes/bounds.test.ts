/** What takes more than it may is ended, with all that it started, and it is told what was too much. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { areBoundsWatched, watchBounds } from './bounds.ts'
import { endTree } from './end-tree.ts'
import { readFamily } from './family.ts'
import { limit } from './limits.ts'

const mebibyte = 2 ** 20
const bounds = { dataBytes: 1_024 * mebibyte, residentBytes: 400 * mebibyte, processes: 20 }

function start(script: string, dataBytes?: number) {
  const mark = randomUUID()
  const child = spawn(...limit(process.execPath, ['--eval', script], mark, undefined, dataBytes), {
    stdio: 'ignore',
  })
  onTestFinished(() => endTree(undefined, mark))
  const told: string[] = []
  const watch = watchBounds(mark, bounds, (what) => told.push(what))
  onTestFinished(() => watch[Symbol.dispose]())
  return { mark, told, child }
}

const wait = 'setInterval(() => {}, 1000)'

test.runIf(areBoundsWatched)('children that flee are counted, and all of them are ended', async () => {
  const { mark, told } = start(
    `for (let i = 0; i < 40; i++) require('node:child_process').spawn('/usr/bin/env', ['-i', 'setsid', 'sleep', '600'], { detached: true, stdio: 'ignore' }); ${wait}`,
  )
  await expect.poll(() => told).toEqual(['processes'])
  await expect.poll(() => readFamily(undefined, mark)).toEqual([])
})

test.runIf(areBoundsWatched)('what all hold together is counted, where each holds little', async () => {
  const hold = `const held = Buffer.alloc(100 * 2 ** 20, 1); setInterval(() => held, 1000)`
  const { mark, told } = start(
    `for (let i = 0; i < 5; i++) require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(hold)}], { stdio: 'ignore' }); ${wait}`,
  )
  await expect.poll(() => told).toEqual(['memory'])
  await expect.poll(() => readFamily(undefined, mark)).toEqual([])
})

test.runIf(areBoundsWatched)('who keeps within the bounds is left alone', async () => {
  const { child, told } = start(`setTimeout(() => process.exit(7), 1000)`)
  expect(await once(child, 'exit')).toEqual([7, null])
  expect(told).toEqual([])
})

test.runIf(process.platform === 'linux')('a process cannot hold more than it may', async () => {
  const { child } = start(`const all = []; for (;;) all.push(Buffer.alloc(16 * 2 ** 20, 1))`, 256 * mebibyte)
  const [code] = await once(child, 'exit')
  expect(code).not.toBe(0)
})
