import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('as many as there is room for run side by side, and then the one with the lowest rank', async () => {
  const turns = new Turns(1)
  const begun: string[] = []
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  const running = [
    turns.run(0, async () => {
      begun.push('first')
      await ended
    }),
    turns.run(3, async () => void begun.push('third')),
    turns.run(1, async () => void begun.push('second')),
  ]
  expect(begun).toEqual(['first'])
  end()
  await Promise.all(running)
  expect(begun).toEqual(['first', 'second', 'third'])
})

test('who fails gives the place to the next', async () => {
  const turns = new Turns(1)
  const failing = turns.run(0, () => Promise.reject(new Error('no')))
  const next = turns.run(1, async () => 'went on')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('went on')
})
