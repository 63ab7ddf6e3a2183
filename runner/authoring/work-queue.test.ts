import { expect, test } from 'vitest'
import { createWorkQueue } from './work-queue.ts'

test('runs no more than so many side by side, and all in their order', async () => {
  const queue = createWorkQueue(2, new AbortController().signal)
  const events: string[] = []
  let running = 0
  let most = 0
  const work = (name: string) => async () => {
    most = Math.max(most, ++running)
    events.push(name)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
    return name
  }
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => queue.run(work(name))))).toEqual([
    'a',
    'b',
    'c',
    'd',
  ])
  expect(most).toBe(2)
  expect(events).toEqual(['a', 'b', 'c', 'd'])
})

test('a failure gives its place on; cancelling keeps the others from starting', async () => {
  const cancelling = new AbortController()
  const queue = createWorkQueue(1, cancelling.signal)
  const failing = queue.run(async () => Promise.reject(new Error('failed')))
  const next = queue.run(async () => {
    cancelling.abort(new Error('cancelled'))
    return 'ran'
  })
  const last = queue.run(async () => 'never')
  await expect(failing).rejects.toThrow('failed')
  await expect(next).resolves.toBe('ran')
  await expect(last).rejects.toThrow('cancelled')
})
